"""One live desk for each agent, in whatever tab: the others say so, and hers works while nobody looks at it."""

from datetime import datetime
from uuid import UUID

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.desk.desk_entries import EntryKind
from campaigns.shared.handing_over import hand_over
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, Call, DeskEntry
from tests.browser.conftest import PC, barriers, comes_true
from tests.browser.seat import KEPT_NOTE, OUTBOX, Seat
from tests.given_floor import NOW, SILENCE
from tests.given_live import until


def says_elsewhere(page: Page) -> None:
    expect(page.get_by_role("button", name="Work here")).to_be_focused()
    assert page.title().startswith("Open elsewhere")


def heard_at(seat: Seat) -> datetime:
    with seat.centre.db.transaction(EVERYTHING) as session:
        return session.scalars(select(AgentSession.heard_at)).one()


def test_of_two_tabs_the_newer_holds_the_desk_and_the_older_does_nothing_but_say_so(live_seat: Seat) -> None:
    seat = live_seat
    old = seat.sign_in()
    new = seat.context.new_page()
    new.goto(f"{seat.address}/desk/")
    expect(new.get_by_test_id("state")).to_have_attribute("data-status", "paused")
    says_elsewhere(old)
    expect(old.locator("#note")).to_be_hidden()  # what is written here would reach nobody
    old.keyboard.press("F9")
    expect(old.locator("dialog")).to_have_count(0)
    new.keyboard.press("Enter")
    expect(new.get_by_test_id("state")).to_have_attribute("data-status", "ready")
    old.get_by_role("button", name="Work here").click()
    seat.in_status("ready")
    says_elsewhere(new)


def test_what_waited_at_a_computer_without_a_link_undoes_nothing_that_she_gave_at_the_next(
    seat: Seat, chromium: Browser
) -> None:
    left = seat.sign_in()
    seat.talk()
    seat.context.set_offline(True)
    seat.press("2")
    seat.at("family")
    with chromium.new_context(viewport=PC, storage_state=seat.context.storage_state()) as other:
        page = other.new_page()
        page.goto(f"{seat.address}/desk/")
        expect(page.get_by_test_id("question")).to_have_attribute("data-step", "identity")
        page.keyboard.press("1")
        expect(page.get_by_test_id("question")).to_have_attribute("data-step", "purpose")
        expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
        seat.context.set_offline(False)
        comes_true(left, f"async () => !(await ({OUTBOX})()).length")
        says_elsewhere(left)
    assert seat.answers() == {"identity": "self"}


def test_a_tab_whose_timers_are_stopped_is_heard_and_takes_a_call(seat: Seat) -> None:
    page = seat.sign_in()
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    page.clock.install()
    page.clock.pause_at(page.evaluate("() => Date.now() + 30_000"))  # what a browser does to a tab that nobody looks at
    heard = heard_at(seat)
    call_id = seat.centre.dial()
    seat.centre.answer(call_id)
    seat.in_status("on_call")
    until(lambda: heard_at(seat) > heard)


def a_colleague_goes_on(seat: Seat, call_id: UUID) -> None:
    """Her line fell, and the person has another agent."""
    with seat.centre.db.transaction(EVERYTHING) as session:
        colleague = seat.centre.floor.desk(session, "parveena", AgentStatus.READY)
        colleague.languages, colleague.heard_at = ["ur"], NOW
        assert hand_over(session, session.get_one(Call, call_id), heard_since=NOW - SILENCE, at=NOW)


def test_what_the_server_refuses_stops_nothing_and_is_there_to_be_read(seat: Seat) -> None:
    page = seat.sign_in()
    call_id = seat.talk()
    page.route(
        "**/desk/answer", lambda route: route.continue_(post_data={**route.request.post_data_json, "step": "no"})
    )
    seat.press("1")
    expect(page.get_by_test_id("refused")).to_have_text("1 not taken over")
    page.unroute("**/desk/answer")
    seat.press("1")
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    with seat.centre.db.transaction(EVERYTHING) as session:
        refused = session.scalars(select(DeskEntry).where(DeskEntry.refused_because.is_not(None))).one()
        assert (refused.refused_because, refused.body) == ("answer_does_not_fit", {"step": "no", "value": "self"})
    page.reload()
    seat.in_status("on_call")
    page.get_by_test_id("refused").click()
    assert barriers(page) == []
    page.get_by_test_id("send-again").click()
    expect(page.get_by_test_id("refused")).to_be_hidden()
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    seat.press("F2")
    page.keyboard.type("Rings at five")
    comes_true(page, f"async () => (await ({KEPT_NOTE})())?.words === 'Rings at five'")
    a_colleague_goes_on(seat, call_id)
    page.reload()
    seat.in_status("paused")
    page.get_by_test_id("refused").click()
    expect(page.get_by_test_id("dialog-refused")).to_contain_text("Rings at five")
    page.get_by_test_id("seen").click()
    expect(page.get_by_test_id("refused")).to_be_hidden()
    page.reload()
    seat.in_status("paused")
    expect(page.get_by_test_id("refused")).to_be_hidden()
    with seat.centre.db.transaction(EVERYTHING) as session:
        note = session.scalars(select(DeskEntry).where(DeskEntry.kind == EntryKind.NOTE)).one()
        assert (note.refused_because, note.body) == ("note_came_late", {"note": "Rings at five"})


def test_what_is_given_while_the_box_is_looked_through_is_not_forgotten(seat: Seat) -> None:
    page = seat.sign_in()
    kept = page.evaluate(
        """async () => {
          const { Outbox } = await import("/static/desk/outbox.js");
          const disk = [];
          let slow = null;
          const box = {
            add: async (entry) => (disk.push({ ...entry, number: disk.length }), disk.at(-1)),
            all: async () => {
              const seen = [...disk];
              if (slow) await slow;
              return seen;
            },
            refused: async () => [],
            onChange: () => null,
          };
          const outbox = new Outbox(box, { onChange: () => null });
          let go;
          slow = new Promise((done) => (go = done));
          const looking = outbox.look();
          await outbox.put("/desk/answer", { call_id: "one", step: "identity", value: "self" });
          slow = null;
          go();
          await looking;
          return outbox.answersOf("one");
        }"""
    )
    assert kept == {"identity": "self"}
