"""A seat in the centre: the pages on a port, and the agent's browser before her."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, Answer, Case, LoggedOutcome
from tests.given_centre import PASSWORD, Centre

OUTBOX = """async () => {
  const opening = indexedDB.open("raabta.desk");
  await new Promise((done) => (opening.onsuccess = done));
  const all = opening.result.transaction("box").objectStore("box").getAll();
  await new Promise((done) => (all.onsuccess = done));
  opening.result.close();
  return all.result;
}"""
KEPT_NOTE = OUTBOX.replace('"box"', '"desk"').replace("getAll()", 'get("note")')


class Seat:
    """A seat in the centre: the pages on a port, and the agent's browser."""

    def __init__(self, centre: Centre, address: str, context: BrowserContext) -> None:
        self.centre, self.address, self.context = centre, address, context
        self.page = context.new_page()

    def sign_in(self, language: str = "en") -> Page:
        page = self.page
        page.goto(f"{self.address}/sign-in")
        page.locator(f".choice button[lang={language}]").click()
        page.fill("#sign_in", "shazia")
        page.fill("#password", PASSWORD)
        page.keyboard.press("Enter")
        page.locator("input[name=leg][value=none]").check()
        page.get_by_test_id("open").press("Enter")  # a mouse may miss it while the page still grows above it
        expect(self.state).to_have_attribute("data-status", "paused")
        return page

    @property
    def state(self) -> Any:
        return self.page.get_by_test_id("state")

    def in_status(self, status: str) -> None:
        expect(self.state).to_have_attribute("data-status", status)

    def at(self, step: str) -> None:
        expect(self.page.get_by_test_id("question")).to_have_attribute("data-step", step)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def talk(self) -> UUID:
        """Ready, rung, answered: the call is on the desk."""
        self.centre.somebody_to_call()
        self.press("Enter")
        self.in_status("ready")
        call_id = self.centre.dial()
        self.centre.answer(call_id)
        self.page.reload()
        self.in_status("on_call")
        return call_id

    def has_stood_so_for(self, span: timedelta) -> None:
        """Her shift and the state she is in began so long ago."""
        with self.centre.db.transaction(EVERYTHING) as session:
            agent = session.scalars(select(AgentSession)).one()
            agent.since, agent.started_at = agent.since - span, agent.started_at - span

    def hangs_up_her_phone(self) -> None:
        """She works by telephone, and it is on the hook: the carrier rings it."""
        with self.centre.db.transaction(EVERYTHING) as session:
            agent = session.scalars(select(AgentSession)).one()
            agent.leg, agent.leg_call_id = "phone", None

    def logged(self) -> list[tuple[str, str | None]]:
        with self.centre.db.transaction(EVERYTHING) as session:
            found = session.scalars(select(LoggedOutcome).order_by(LoggedOutcome.at))
            return [(logged.outcome.value, logged.note) for logged in found]

    def case(self) -> Case:
        with self.centre.db.transaction(EVERYTHING) as session:
            return session.scalars(select(Case)).one()

    def answers(self) -> dict[str, Any]:
        with self.centre.db.transaction(EVERYTHING) as session:
            return {answer.step: answer.value["value"] for answer in session.scalars(select(Answer))}
