"""A supervisor's floor in a real browser: it changes in place, tells the age of its data, and shuts nobody out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from agent_ui.languages import direction_of
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession
from tests.browser.conftest import barriers
from tests.edges.test_sign_in import HASH, PASSWORD
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, Floor, given_areas, given_floor


@pytest.fixture
def floor(db: Database) -> Floor:
    """A floor with somebody in each state, and a supervisor and an officer for each language."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        for language in ("en", "ur"):
            more = {"password_hash": HASH, "interface_language": language}
            floor.user(session, f"supervisor-{language}", Role.SUPERVISOR, **more)
            floor.user(session, f"officer-{language}", Role.OFFICER, **more)
        people = floor.list(session)
        floor.row(session, people, Verdict.REJECTED, Reason.PHONE_MISSING)
        floor.person(session, people)
        floor.person(session, people, SOPORE, status=CaseStatus.CLOSED, outcome=Outcome.NO_ANSWER)
        floor.desk(session, "aamir", AgentStatus.READY)
        floor.desk(session, "shazia", AgentStatus.ON_CALL, minutes=12)
        floor.desk(session, "rakesh", AgentStatus.PAUSED, minutes=40, pause_reason=PauseReason.TEA)
    return floor


@pytest.fixture
def address(monday: House, floor: Floor, pages_of: Callable[[House], str]) -> str:
    return pages_of(monday)


def signed_in(context: BrowserContext, address: str, sign_in: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("[name=sign_in]", sign_in)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def someone_is_reached(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        done = {"status": CaseStatus.CLOSED, "outcome": Outcome.COMPLETED, "reached": True}
        case = floor.person(session, session.merge(floor.lists[0]), **done)
        floor.call(session, case, Outcome.COMPLETED, answered_at=NOW, talking_at=NOW)


def test_numbers_change_in_their_place_and_focus_stays(
    context: BrowserContext, address: str, floor: Floor, db: Database
) -> None:
    page = signed_in(context, address, "supervisor-en")
    page.goto(f"{address}/floor/{floor.campaign.id}?area={DISTRICT}")
    page.get_by_role("link", name="Pattan").focus()
    someone_is_reached(db, floor)
    page.wait_for_function("() => document.querySelector('#tiles .tile-value').innerText === '1'")
    assert page.evaluate("() => document.activeElement.innerText") == "Pattan"


def test_agents_change_places_only_when_she_asks_for_an_order(
    context: BrowserContext, address: str, floor: Floor, db: Database
) -> None:
    page = signed_in(context, address, "supervisor-en")
    page.goto(f"{address}/floor/{floor.campaign.id}?order=longest")
    cards = page.locator("#everyone [data-desk]")
    names = ("Rakesh", "Shazia", "Aamir")
    for card, name in zip(cards.all(), names, strict=True):
        expect(card).to_contain_text(name)
    with db.transaction(EVERYTHING) as session:
        rakesh = session.scalars(select(AgentSession).where(AgentSession.status == AgentStatus.PAUSED)).one()
        rakesh.status, rakesh.pause_reason, rakesh.since = AgentStatus.READY, None, NOW
    expect(cards.first).to_contain_text("Ready")  # the values are new, in their old places
    assert [name for name, card in zip(names, cards.all(), strict=True) if name in card.inner_text()] == [*names]
    page.reload()
    expect(cards.first).to_contain_text("Shazia")


def test_old_data_is_greyed_with_its_age(context: BrowserContext, address: str, floor: Floor) -> None:
    page = signed_in(context, address, "supervisor-en")
    page.clock.install()
    page.goto(f"{address}/floor/{floor.campaign.id}?wall=1")
    page.wait_for_function("() => document.getElementById('age').innerText.includes('Live')")
    page.route("**/*part=1*", lambda route: route.abort())
    page.clock.run_for(17_000)
    assert "s old" in page.inner_text("#age")
    assert "stale" in (page.get_attribute("html", "class") or "")
    grey = "() => ['.tile', '#why'].map((one) => getComputedStyle(document.querySelector(one)).filter)"
    assert page.evaluate(grey) == ["grayscale(1)", "grayscale(1)"], "the sentence is as old as the numbers"
    assert barriers(page, "color-contrast") == [], "what is grey is still to be read"


def test_floor_wall_and_account_shut_nobody_out(
    context: BrowserContext, address: str, floor: Floor, language: str
) -> None:
    page = signed_in(context, address, f"supervisor-{language}")
    assert page.get_attribute("html", "dir") == direction_of(language)
    here = f"/floor/{floor.campaign.id}"
    for path in (
        "/floor/",
        here,
        f"{here}/why",
        f"{here}?agents=on_call&order=longest",
        f"{here}?area={DISTRICT}",
        f"{here}?area={PATTAN}",
        f"{here}?wall=1",
    ):
        page.goto(address + path)
        assert barriers(page) == [], path
    page.context.clear_cookies()
    page = signed_in(context, address, f"officer-{language}")
    account = f"/reports/{floor.campaign.id}"
    for path in ("/reports/", account, f"{account}/certificates", here):
        page.goto(address + path)
        assert barriers(page) == [], path
