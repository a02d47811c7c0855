"""Our style sheets serve both directions and old browsers; pages and scripts keep to the security policy."""

import re
from pathlib import Path

import pytest

from agent_ui.assets import ICONS

AGENT_UI = Path(__file__).parents[2] / "agent_ui"
SCRIPTS = sorted(path for path in AGENT_UI.rglob("*.js") if "vendor" not in path.parts)
SHEETS = sorted(path for path in AGENT_UI.rglob("*.css") if "vendor" not in path.parts)
PAGES = sorted(AGENT_UI.rglob("*.html"))
SIDES = r"(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b|\b(?:left|right)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b|\b(?:to|at)\s+(?:left|right)\b)"
TOO_NEW = r":has\(|oklch\(|color-mix\(|light-dark\(|@scope\b|@starting-style|\[popover|^\s*&|field-sizing|@container"


def text_of(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)


def name(path: Path) -> str:
    return str(path.relative_to(AGENT_UI))


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_a_sheet_knows_no_left_and_right(sheet: Path) -> None:
    assert re.findall(SIDES, text_of(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=name)
def test_a_sheet_works_in_chrome_109_and_firefox_115(sheet: Path) -> None:
    assert re.findall(TOO_NEW, text_of(sheet), flags=re.MULTILINE) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_takes_no_part_that_it_does_not_show(page: Path) -> None:
    taken = [
        part
        for parts in re.findall(r"{% from \S+ import (.*?)(?: with context)? %}", page.read_text())
        for part in parts.split(", ")
    ]
    assert [part for part in taken if len(re.findall(rf"\b{part}\b", page.read_text())) == 1] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_has_no_inline_style_or_handler(page: Path) -> None:
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", page.read_text()) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_an_inline_script_is_data_or_carries_the_nonce(page: Path) -> None:
    for opening in re.findall(r"<script[^>]*>", page.read_text()):
        assert "src=" in opening or "application/json" in opening or "page_nonce()" in opening


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_number_may_be_written_in_the_digits_of_any_keyboard(page: Path) -> None:
    assert 'type="number"' not in page.read_text()  # a browser takes Latin digits only in these


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_form_that_posts_is_signed_against_forgery(page: Path) -> None:
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", page.read_text(), flags=re.DOTALL):
        assert "csrf()" in form or "csrf_token" in form


@pytest.mark.parametrize("source", [*PAGES, *SCRIPTS], ids=name)
def test_every_icon_is_in_the_sprite(source: Path) -> None:
    assert set(re.findall(r"""\bicon\(["']([\w-]+)["']""", source.read_text())) - set(ICONS) == set()
