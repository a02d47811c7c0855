"""The pages in Hindi, the desk apart from the language in which people are read to, and room for longer words."""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from playwright.sync_api import Page
from sqlalchemy import select

from agent_ui.translate import page_text, texts
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import Case, ScriptVersion
from tests.browser.conftest import barriers
from tests.browser.seat import Seat
from tests.browser.test_every_list_page import left_in_english
from tests.given_centre import PASSWORD

# Names that were given, words of the law and of computers: they stand as they are in every language.
THEIRS = set(
    re.findall(
        r"[\w-]+",
        "Shazia Campaign pension Jammu And Kashmir Republic Independence Gandhi Jayanti Day TRAI TCCCPR Her Agent Officer Supervisor"
        " Admin CON PDF JSON Schema JavaScript kbit Mbit raabta doctor verify account",
    )
)


def read_in(page: Page) -> str | None:
    return page.get_by_test_id("read").get_attribute("lang")


def test_a_desk_in_hindi_reads_to_kashmiris_in_the_language_last_chosen_for_them(seat: Seat) -> None:
    page = seat.sign_in("hi")
    call_id = seat.talk()
    assert (page.get_attribute("html", "lang"), read_in(page)) == ("hi", "ur")
    assert page.get_by_test_id("question").locator(".option").first.get_attribute("lang") is None
    assert barriers(page) == []
    page.locator(".read-in label[lang=en]").click()
    assert (page.get_attribute("html", "lang"), read_in(page)) == ("hi", "en")
    page.reload()
    seat.in_status("on_call")
    assert read_in(page) == "ur"  # an Urdu speaker; the choice was for the call
    speaks(seat, "ks")
    page.reload()
    seat.in_status("on_call")
    assert read_in(page) == "ur"  # understood by most, where the script lacks Kashmiri
    page.locator(".read-in label[lang=hi]").click()
    page.reload()
    seat.in_status("on_call")
    assert read_in(page) == "hi"
    assert call_id


def speaks(seat: Seat, language: str) -> None:
    with seat.centre.db.transaction(EVERYTHING) as session:
        for case in session.scalars(select(Case)):
            case.language = language


def test_what_the_script_lacks_in_the_agents_language_says_in_which_it_stands(seat: Seat) -> None:
    with seat.centre.db.transaction(EVERYTHING) as session:
        for version in session.scalars(select(ScriptVersion)):
            version.document = only_in_urdu(version.document)
    page = seat.sign_in("hi")
    seat.talk()
    option = page.get_by_test_id("question").locator(".option [lang]").first
    assert (option.get_attribute("lang"), option.get_attribute("dir")) == ("ur", "rtl")
    assert barriers(page) == []


def only_in_urdu(part: Any) -> Any:
    if isinstance(part, list):
        return [only_in_urdu(one) for one in part]
    if not isinstance(part, dict):
        return part
    kept = {"ur": part["ur"]} if "ur" in part else part
    return {name: ["ur"] if name == "languages" else only_in_urdu(value) for name, value in kept.items()}


LONGER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]*>|([A-Za-z]+)")


def stretched(text: str) -> str:
    """Return a text in a language that nobody speaks, every word of it 40 % longer."""
    return LONGER.sub(lambda word: word[0] + word[0][-1] * math.ceil(len(word[1]) * 0.4) if word[1] else word[0], text)


def speak_longer(seat: Seat, folder: Path) -> None:
    catalog = Catalog(locale="en")
    for message in page_text():
        if message.id:
            forms = tuple(stretched(form) for form in texts(message.id))
            catalog.add(message.id, string=forms if len(forms) > 1 else forms[0])
    file = folder / "en" / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as lines:
        write_mo(lines, catalog)
    seat.centre.app.extensions["babel"].translation_directories = [str(folder)]


def visits(seat: Seat, language: str) -> Iterator[tuple[Page, str]]:
    """Return the main pages of everybody's work, one after the other, as she has them open."""
    floor = seat.centre.floor
    campaign = floor.campaign.id
    pages = {
        Role.AGENT: ("/desk/start", "/languages/"),
        Role.OFFICER: (
            *("/lists/", "/lists/campaigns/new", f"/lists/campaigns/{campaign}", f"/opt-outs/{floor.department.id}/"),
            *(f"/scripts/campaigns/{campaign}", f"/reports/{campaign}", f"/reports/{campaign}/certificates"),
            *(f"/tiers/{campaign}", "/referrals/"),
        ),
        Role.SUPERVISOR: (
            *("/floor/", f"/floor/{campaign}", f"/floor/{campaign}/decisions"),
            *("/calendar/IN", f"/rehearsal/{campaign}", f"/practice/{campaign}/passed"),
        ),
        Role.ADMIN: ("/admin/", "/breaks/", f"/calendar/campaigns/{campaign}"),
    }
    for role, paths in pages.items():
        seat.centre.person(f"her-{role.value}", role)
        seat.page.context.clear_cookies()
        seat.page.goto(f"{seat.address}/sign-in")
        seat.page.locator(f".choice button[lang={language}]").click()
        seat.page.fill("#sign_in", f"her-{role.value}")
        seat.page.fill("#password", PASSWORD)
        seat.page.keyboard.press("Enter")
        seat.page.wait_for_url(re.compile("^(?!.*sign-in)"))
        for path in paths:
            answer = seat.page.goto(seat.address + path)
            assert (answer.status if answer else 0) == 200, path
            yield seat.page, path


def test_the_main_pages_are_whole_in_hindi(seat: Seat) -> None:
    seat.centre.somebody_to_call()
    wrong: dict[str, object] = {}
    for page, path in visits(seat, "hi"):
        assert (page.get_attribute("html", "lang"), page.get_attribute("html", "dir")) == ("hi", "ltr")
        if found := [*barriers(page), *sorted(left_in_english(page) - THEIRS)]:
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize(("language", "nearest"), [("ks", "ur"), ("doi", "hi"), ("ps", "ur")])
def test_agents_have_their_pages_whole_in_the_language_that_they_talk(seat: Seat, language: str, nearest: str) -> None:
    page = seat.sign_in(language)
    seat.talk()
    option = page.get_by_test_id("question").locator(".option [lang]").first
    assert option.get_attribute("lang") == nearest  # the script has no other that she understands
    left = left_in_english(page)
    for path in ("/desk/start", "/languages/"):
        page.goto(seat.address + path)
        assert page.get_attribute("html", "lang") == language
        left |= left_in_english(page)
    assert left - THEIRS == set()


def test_pages_have_room_for_words_forty_per_cent_longer(seat: Seat, tmp_path: Path) -> None:
    speak_longer(seat, tmp_path)
    seat.centre.somebody_to_call()
    seat.page.goto(f"{seat.address}/sign-in")
    assert seat.page.locator("h1").inner_text() == "Signnn inn"
    too_wide = []
    for page, path in visits(seat, "en"):
        for width in (320, 1366):
            page.set_viewport_size({"width": width, "height": 657})
            if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
                too_wide.append((path, width))
    assert too_wide == []
