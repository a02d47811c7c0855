"""A floor of the real use cases on the real PostgreSQL, against people of the sandbox carrier, in virtual time."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from uuid import UUID, uuid4

from sqlalchemy import func, select

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.calling.callback_slots import callback_slots
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.rehearsal.assumptions import Assumptions
from campaigns.rules.rehearsal.luck import Luck
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call, Campaign, Case
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, Floor
from workers.carrier.people import Finds, People

ENDS = {
    Finds.SILENCE: EndReason.NO_ANSWER,
    Finds.BUSY: EndReason.BUSY,
    Finds.REJECTION: EndReason.REJECTED,
    Finds.SWITCHED_OFF: EndReason.UNREACHABLE,
    Finds.UNALLOCATED: EndReason.INVALID_NUMBER,
}
ALWAYS = timedelta(days=3650)
LIMITS = Limits("sandbox", 100, ALWAYS)


@dataclass
class PlayedFloor:
    """Agents who are always there; the clock jumps to whatever happens next."""

    db: Database
    floor: Floor
    assumed: Assumptions
    people: People
    luck: Luck
    now: datetime = NOW
    phones: Phones = field(default_factory=Phones)
    dials: Counter[str] = field(default_factory=Counter)
    coming: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)

    def sit_down(self, agents: int) -> None:
        with self.db.transaction(EVERYTHING) as session:
            for number in range(agents):
                self.floor.desk(session, f"agent-{number}", AgentStatus.READY, heard_at=NOW + ALWAYS, languages=[])

    def play(self, until: datetime) -> None:
        """Let everything happen, and hand out calls after each of it."""
        while self.now < until:
            self._hand_out()
            if self.coming:
                self.now, _, happens = heappop(self.coming)
                happens()
            elif (due := self._next_due()) is None:
                return
            else:
                self.now = max(due, self.now + timedelta(minutes=1))

    def count(self, *which: object) -> int:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalar(select(func.count()).select_from(Case).where(*which)) or 0

    def _next_due(self) -> datetime | None:
        with self.db.transaction(EVERYTHING) as session:
            ready_at = func.greatest(Case.due_at, Case.held_until)
            return session.scalar(select(func.min(ready_at)).where(Case.status != CaseStatus.CLOSED))

    def _in(self, seconds: float, happens: Callable[[], None]) -> None:
        heappush(
            self.coming,
            (self.now + timedelta(seconds=seconds), len(self.phones.dialled) * 10 + len(self.coming), happens),
        )

    def _hand_out(self) -> None:
        for call_id in hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=self.now):
            before = len(self.phones.dialled)
            place_call(self.db, call_id, telephony=self.phones, now=lambda: self.now)
            if len(self.phones.dialled) > before:
                self._ring(call_id, self.phones.dialled[-1].to, list(self.phones.calls)[-1])

    def _ring(self, call_id: UUID, number: str, carrier_call_id: str) -> None:
        self.dials[number] += 1
        plan = self.people.plan_dial(number, self.dials[number], self.now)

        def tell(event: CallEvent, reason: EndReason | None = None) -> None:
            happened = told(call_id, event, carrier_call_id, reason=reason, at=self.now)
            record_call_event(self.db, happened, now=self.now)

        def answer() -> None:
            tell(CallEvent.ANSWER)
            connect_answered_call(self.db, call_id, now=self.now, desk_silence=ALWAYS)
            self._talk(call_id, lambda: tell(CallEvent.END, EndReason.COMPLETED))

        if plan.finds is Finds.ANSWER:
            self._in(plan.set_up + plan.rings, answer)
        else:
            rings = 30.0 if plan.finds is Finds.SILENCE else plan.rings
            self._in(plan.set_up + rings, lambda: tell(CallEvent.END, ENDS[plan.finds]))

    def _talk(self, call_id: UUID, hang_up: Callable[[], None]) -> None:
        outcome = self.luck.pick(tuple(self.assumed.talks.items()))
        law = self.assumed.interview if outcome is Outcome.COMPLETED else self.assumed.other_talk
        talk = self.luck.lasting(law.mean, law.spread)
        wrap_up = self.luck.lasting(self.assumed.wrap_up.mean, self.assumed.wrap_up.spread)
        self._in(talk, hang_up)
        self._in(talk + wrap_up, lambda: self._log(call_id, outcome))

    def _log(self, call_id: UUID, outcome: Outcome) -> None:
        with self.db.transaction(EVERYTHING) as session:
            agent = session.get_one(Call, call_id).agent_session_id
            rules = calling_rules(session, session.get_one(Campaign, self.floor.campaign.id))
        assert agent is not None
        slots = callback_slots(rules, now=self.now)
        at = slots[int(self.luck.share() * len(slots))].at if outcome is Outcome.CALL_LATER else None
        refused = log_outcome(self.db, agent, OutcomeWish(uuid4().hex, call_id, outcome, callback_at=at), now=self.now)
        assert refused is None, refused
