"""An hour without a link, a reload, a killed browser, a clock set back and answers sent twice: nothing is lost or doubled."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import SHUT_RDWR
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from redis import Redis
from sqlalchemy import select

from agent_ui.bundle import bundle
from campaigns.rules.outcomes import Outcome
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, LoggedOutcome
from tests.browser.conftest import comes_true
from tests.browser.profile import Profile
from tests.browser.seat import KEPT_NOTE, OUTBOX, Seat
from tests.given_centre import NAME, PASSWORD, Centre, from_now_on
from tests.given_floor import NOW
from workers.embedded.ports import free_port

LOGGED = 200
# The desk's own box and outbox, in the agent's page: what a day of wrap-ups gives them, without the day.
LOG = (
    "async ([agent, outcomes]) => {"
    + bundle("desk/outbox.js")
    + bundle("desk/box.js")
    + """
  const nothing = () => undefined;
  const told = { onState: nothing, onChange: nothing, onRefusal: nothing, onSignedOut: nothing };
  const outbox = new of_desk_outbox.Outbox(await of_desk_box.openBox(), told);
  outbox.agent = agent;
  for (const [call_id, note] of outcomes) {
    await outbox.put("/desk/outcome", { call_id, note, outcome: "completed", answers: { identity: "self" } });
  }
}"""
)
MINUTE = 60_000
PATIENCE = 300_000
SAVED_OR_OUT = """() => location.pathname === "/sign-in" ||
  document.querySelector("[data-desk=saved]")?.textContent === "All saved"
"""
SHELL_KEPT = "async () => (await (await caches.open('raabta.shell')).keys()).length === 1"
WRITTEN = "Asks for Mr Khan at the bank"
VILLAGE = "Palhallan"
HALF_AN_HOUR = re.compile(r"^3\d:\d\d$")  # the clock of a talk that began at nine, at half past
ALL_KEPT = """async () => {
  const opening = indexedDB.open("raabta.desk");
  await new Promise((done) => (opening.onsuccess = done));
  const told = [JSON.stringify({ ...localStorage })];
  for (const name of opening.result.objectStoreNames) {
    const all = opening.result.transaction(name).objectStore(name).getAll();
    await new Promise((done) => (all.onsuccess = done));
    told.push(JSON.stringify(all.result));
  }
  const shell = await (await caches.open("raabta.shell")).match("/desk/", { ignoreVary: true });
  told.push(await shell.text());
  for (const name of await caches.keys()) told.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
  return told.join(" ");
}"""


class LostAnswers:
    """Two of every so many answers to outcomes are lost on the way, after the server has done what was asked.

    Two in a row: on a connection that was used before, Chromium itself asks once more, and the desk never hears of it.
    """

    def __init__(self, app: Callable[..., Any]) -> None:
        self.app, self.every, self.requests = app, 0, 0

    def __call__(self, environ: dict[str, Any], start_response: object) -> Any:
        answer = self.app(environ, start_response)
        if self.every and environ["PATH_INFO"] == "/desk/outcome":
            self.requests += 1
            if self.requests >= self.every and self.requests % self.every < 2:
                answer.close()
                environ["werkzeug.socket"].shutdown(SHUT_RDWR)
                raise ConnectionAbortedError
        return answer


class PowerCut:
    """An agent whose calls of the last hour wait for their outcomes, at a PC that may lose link and power."""

    def __init__(self, centre: Centre, address: str, profile: Profile, lost: LostAnswers) -> None:
        self.centre, self.address, self.profile, self.lost = centre, address, profile, lost
        self.context.clock.install(time=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
        self.seat = Seat(centre, address, self.context)
        self.seat.sign_in()
        self.calls = self.talked(LOGGED)
        self.noted = 0

    @property
    def context(self) -> BrowserContext:
        return self.profile.context

    @property
    def page(self) -> Page:
        return self.seat.page

    def talked(self, calls: int) -> list[UUID]:
        with self.centre.db.transaction(EVERYTHING) as session:
            self.agent = session.scalars(select(AgentSession)).one()
            of = self.centre.floor.list(session)
            later = {"due_at": NOW + timedelta(days=1)}  # than whoever she calls in a test
            cases = [self.centre.floor.person(session, of, **later) for _ in range(calls)]
            for case in cases:
                case.outcome, case.outcome_at, case.attempts = Outcome.NOT_LOGGED, NOW, 1
            ended = {"agent_session_id": self.agent.id, "talking_at": NOW, "ended_at": NOW - timedelta(minutes=5)}
            return [self.centre.floor.call(session, case, Outcome.NOT_LOGGED, **ended).id for case in cases]

    def logs(self, outcomes: int) -> None:
        """She logs so many outcomes; each is numbered in its note."""
        numbered = [(str(self.calls[place]), f"{place:03}") for place in range(self.noted, self.noted + outcomes)]
        self.page.evaluate(LOG, [str(self.agent.user_id), numbered])
        self.noted += outcomes

    def kept(self) -> int:
        return len(self.page.evaluate(OUTBOX))

    def come_back(self) -> None:
        """The PC starts again; the link is still down."""
        self.profile.start()
        self.context.clock.install(time=datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
        self.context.set_offline(True)
        self.seat.context, self.seat.page = self.context, self.context.new_page()
        self.page.goto(f"{self.address}/desk/")

    def sign_in_again(self) -> None:
        """The browser had not yet written down who was signed in; her desk is still open."""
        self.page.fill("#sign_in", "shazia")
        self.page.fill("#password", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/desk/")

    def stored(self) -> list[str | None]:
        with self.centre.db.transaction(EVERYTHING) as session:
            return list(session.scalars(select(LoggedOutcome.note).order_by(LoggedOutcome.at)))


@pytest.fixture
def cut(
    db: Database,
    redis: Redis,
    database_url: str,
    redis_url: str,
    chromium: Browser,
    tmp_path: Path,
    serve: Callable[[Flask, int], None],
) -> Iterator[PowerCut]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    centre = Centre(db, redis, from_now_on(database_url, redis_url, public_base_url=address, live_base_url=address))
    lost = LostAnswers(centre.app.wsgi_app)
    centre.app.wsgi_app = lost  # type: ignore[method-assign] # Flask's documented way
    serve(centre.app, port)
    profile = Profile(chromium, tmp_path / "profile")
    yield PowerCut(centre, address, profile, lost)
    profile.context.close()


@pytest.mark.timeout(900)
def test_200_outcomes_of_an_hour_without_a_link_are_stored_once_and_in_order(cut: PowerCut) -> None:
    expect(cut.page.locator("[data-desk=saved]")).to_have_text("All saved")
    comes_true(cut.page, SHELL_KEPT)
    cut.context.set_offline(True)
    cut.logs(LOGGED * 3 // 10)
    cut.context.clock.fast_forward(20 * MINUTE)
    cut.page.reload()
    cut.seat.in_status("paused")
    cut.logs(LOGGED * 3 // 10)
    cut.context.clock.set_system_time(datetime(2026, 11, 22, 23, 0, tzinfo=UTC))
    cut.logs(LOGGED * 3 // 20)
    assert cut.kept() == LOGGED * 3 // 4
    cut.profile.kill()
    cut.come_back()
    cut.seat.in_status("paused")
    assert cut.kept() == LOGGED * 3 // 4
    cut.logs(LOGGED // 4)
    cut.context.clock.fast_forward(40 * MINUTE)
    assert (cut.kept(), cut.stored()) == (LOGGED, [])
    cut.lost.every = 50
    cut.context.set_offline(False)
    cut.page.wait_for_function(SAVED_OR_OUT, timeout=PATIENCE)
    if "/sign-in" in cut.page.url:
        cut.sign_in_again()
    expect(cut.page.locator("[data-desk=saved]")).to_have_text("All saved", timeout=PATIENCE)
    assert cut.lost.requests > LOGGED, "some were sent twice"
    stored = cut.stored()
    assert (len(stored), len(set(stored)), stored) == (LOGGED, LOGGED, sorted(map(str, stored)))


def test_in_the_dark_the_desk_shows_the_call_in_hand_and_its_note_and_keeps_no_name(cut: PowerCut) -> None:
    page = cut.page
    cut.seat.talk()
    expect(page.get_by_test_id("person")).to_contain_text(NAME)
    expect(page.get_by_test_id("person")).to_contain_text(VILLAGE)
    cut.seat.press("1")
    expect(page.get_by_test_id("question")).not_to_have_attribute("data-step", "identity")
    expect(page.locator("[data-desk=saved]")).to_have_text("All saved")
    step = page.get_by_test_id("question").get_attribute("data-step")
    comes_true(page, SHELL_KEPT)
    cut.seat.press("F2")
    page.keyboard.type(WRITTEN)
    comes_true(page, f"async () => (await ({KEPT_NOTE})())?.words === '{WRITTEN}'")
    cut.context.set_offline(True)
    cut.profile.kill()
    cut.come_back()
    cut.seat.in_status("on_call")
    cut.seat.at(str(step))
    expect(cut.page.get_by_test_id("link-down")).to_be_visible()
    assert NAME not in cut.page.inner_text("body")
    expect(cut.page.get_by_test_id("call-clock")).to_have_text(HALF_AN_HOUR)
    expect(cut.page.locator("#note")).to_have_value(WRITTEN)
    cut.seat.press("1")
    assert cut.kept() == 1
    told = cut.page.evaluate(ALL_KEPT)
    must_not = (NAME, VILLAGE, "919419", f"{cut.address}/desk/state", "/desk/script/")
    assert [word for word in must_not if word in told] == []
    cut.seat.press("F8")
    cut.seat.in_status("wrap_up")
    expect(cut.page.get_by_test_id("call-clock")).to_have_text(HALF_AN_HOUR)
    cut.seat.press("3", "Enter")
    expect(cut.page.get_by_test_id("undo")).to_be_visible()
    kept = cut.page.evaluate(OUTBOX)[-1]["body"]
    assert (kept["outcome"], kept["note"], cut.page.evaluate(KEPT_NOTE)) == ("wrong_number", WRITTEN, None)
