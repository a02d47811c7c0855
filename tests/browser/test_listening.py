"""A supervisor listens, whispers and joins from her page, by keys, over a real carrier; the agent's desk shows it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.floor.supervision import Left
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, DeskMessage, Listening, User
from tests.browser.conftest import PC, barriers
from tests.browser.test_floor import signed_in
from tests.browser.visitor import PICTURES
from tests.edges.test_sign_in import HASH
from tests.telephony.given_talk import Talk
from tests.telephony.given_talk import talk as talk


@pytest.fixture
def address(talk: Talk, pages_of: Callable[[House], str]) -> str:
    with talk.db.transaction(EVERYTHING) as session:
        for person in session.scalars(select(User)):
            person.password_hash = HASH
    return pages_of(talk.sandbox.house)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES, f"{name}.png"))
    assert barriers(page) == [], name


def floor_page(context: BrowserContext, address: str, talk: Talk, language: str) -> Page:
    with talk.db.transaction(EVERYTHING) as session:
        session.get_one(User, talk.supervisor.id).interface_language = language
    page = signed_in(context, address, "gulshan")
    page.goto(f"{address}/floor/{talk.sandbox.floor.campaign.id}")
    return page


def test_a_supervisor_hears_whispers_joins_and_leaves_by_keys(
    context: BrowserContext,
    address: str,
    talk: Talk,
) -> None:
    page = floor_page(context, address, talk, "en")
    bar = page.locator("#hearing")
    expect(bar).to_be_hidden()
    page.locator("#everyone [data-agent]").focus()
    page.keyboard.press("l")
    expect(bar).to_contain_text("Your telephone rings.")
    expect(bar).not_to_contain_text("sees that you are here")
    talk.sandbox.do_jobs()
    expect(bar).to_contain_text("You hear both. Nobody hears you.")
    expect(bar).to_contain_text("Agent0 sees that you are here.")
    listening = talk_listening(talk)
    picture(page, "listening-en")
    page.keyboard.press("w")
    expect(bar).to_contain_text("Only Agent0 hears you.")
    assert talk.hears_supervisor(listening.id) == {"agent"}
    page.keyboard.press("j")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert talk.hears_supervisor(listening.id) == {"agent"}
    page.keyboard.press("j")
    page.get_by_role("dialog").get_by_role("button", name="Join").click()
    expect(bar).to_contain_text("Both hear you.")
    assert talk.hears_supervisor(listening.id) == {"agent", "person"}
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    expect(page.locator("#floor-remark")).to_have_text("You have left the call.")
    assert talk.listening(listening.id).because is Left.LEFT


def test_whom_nobody_can_whisper_to_is_said_beside_the_key_that_rests(
    context: BrowserContext,
    address: str,
    talk: Talk,
) -> None:
    with talk.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, talk.sandbox.desk().id).leg_call_id = None  # as a robot's, who needs no line
    page = floor_page(context, address, talk, "ur")
    page.locator("#everyone [data-agent]").focus()
    page.keyboard.press("l")
    expect(page.locator("#hearing")).to_be_visible()
    talk.sandbox.do_jobs()
    expect(page.locator("#hearing")).to_contain_text("اس لیے کوئی ان سے سرگوشی نہیں کر سکتا")
    expect(page.locator("#hearing [data-mode=whisper]")).to_be_disabled()


def test_the_end_of_the_talk_takes_her_out_and_she_is_told_in_her_language(
    context: BrowserContext,
    address: str,
    talk: Talk,
) -> None:
    page = floor_page(context, address, talk, "ur")
    page.locator("#everyone [data-agent]").click()
    picture(page, "agent-box-ur")
    page.locator("#agent-box [data-hear=listen]").click()
    expect(page.locator("#hearing")).to_be_visible()
    talk.sandbox.do_jobs()
    expect(page.locator("#hearing")).to_contain_text("آپ دونوں کو سنتے ہیں۔")
    picture(page, "listening-ur")
    talk.sandbox.network.post(f"/sandbox/calls/{talk.sandbox.call().carrier_call_id}/hang-up").raise_for_status()
    expect(page.locator("#hearing")).to_be_hidden()
    expect(page.locator("#floor-remark")).to_have_text("کال ختم ہوئی، اور آپ اس سے باہر ہیں۔")


def test_an_agent_sees_who_is_in_her_call_and_reads_a_message(
    chromium: Browser,
    context: BrowserContext,
    address: str,
    talk: Talk,
) -> None:
    page = floor_page(context, address, talk, "en")
    page.locator("#everyone [data-agent]").click()
    page.get_by_label("Message to her desk").fill("Ask her for the bank's name.")
    page.get_by_role("button", name="Send message").click()
    expect(page.locator("#floor-remark")).to_have_text("The message stands on her desk.")
    listening = talk.joins()
    others = chromium.new_context(viewport=PC)
    desk = signed_in(others, address, "agent0")
    expect(desk.get_by_test_id("listener")).to_contain_text("Gulshan, your supervisor, hears this call.")
    expect(desk.get_by_test_id("message")).to_contain_text("Ask her for the bank's name.")
    picture(desk, "desk-heard")
    desk.get_by_test_id("message-read").click()
    expect(desk.get_by_test_id("message")).to_have_count(0)
    with talk.db.transaction(EVERYTHING) as session:
        assert session.scalars(select(DeskMessage.read_at)).one() is not None
    expect(page.locator("#everyone")).to_contain_text("Message read")
    others.close()
    assert listening


def test_she_sends_an_agent_on_a_break_after_the_call_and_cannot_sign_her_out_in_it(
    context: BrowserContext,
    address: str,
    talk: Talk,
) -> None:
    page = floor_page(context, address, talk, "en")
    page.locator("#everyone [data-agent]").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(page.locator("#floor-remark")).to_contain_text("She has a call")
    page.locator("#everyone [data-agent]").click()
    page.get_by_role("button", name="Pause after this call").click()
    expect(page.locator("#everyone")).to_contain_text("Then: Paused by the supervisor")
    with talk.db.transaction(EVERYTHING) as session:
        assert session.get_one(AgentSession, talk.sandbox.desk().id).status is AgentStatus.ON_CALL


def talk_listening(talk: Talk) -> Listening:
    with talk.db.transaction(EVERYTHING) as session:
        return session.scalars(select(Listening)).one()
