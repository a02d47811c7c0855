"""The README tells the truth: diagrams are those of the tables, settings and commands are those of the code."""

import re
from dataclasses import fields

import pytest

from agent_ui.lists.hints import HINTS
from campaigns.rules.lists.hints import REASON_HINTS, WARNING_HINTS
from campaigns.rules.verdicts import Reason, Warn
from config import Settings
from tests.rules.diagrams import PLACE, README, TABLES, drawn, with_diagrams


def test_every_state_diagram_is_the_table_of_the_rules() -> None:
    page = README.read_text()
    assert with_diagrams(page) == page, "stale: run `make diagrams`"


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_its_diagram(name: str) -> None:
    assert name in {found["name"] for found in PLACE.finditer(README.read_text())}
    assert drawn(name).count("-->") > 3


def test_every_setting_is_in_the_table_and_no_other() -> None:
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", README.read_text(), re.MULTILINE))
    assert {field.name.upper() for field in fields(Settings)} | {"RAABTA_HOME"} == named


def test_every_reason_and_warning_is_in_the_table_in_the_order_in_which_they_count() -> None:
    table = re.findall(r"^\| `([a-z_]+)` \| ([A-Z].*\.) \|$", README.read_text(), re.MULTILINE)
    hints = REASON_HINTS | WARNING_HINTS
    assert table == [(str(word), hints[word]) for word in (*Reason, *Warn)]
    assert {word: str(hint) for word, hint in HINTS.items()} == hints, "the pages say what command and table say"


def test_the_readme_speaks_of_commands_that_make_knows() -> None:
    makefile = (README.parent / "Makefile").read_text()
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", README.read_text())) <= known
