"""Some minutes of the real use cases in virtual time: predictive keeps agents busier, and hardly anybody waits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from math import log
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import FloorWatch, Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.benches.reckonings import busy_share
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call
from campaigns.telephony.port import AskAgain, Join
from tests.flows.given_predictive import PredictiveFloor
from tests.flows.phones import Phones, told
from tests.given_floor import NOW

AGENTS, MINUTES = 10, 4
LONG = timedelta(days=1)


@dataclass
class VirtualFloor:
    """A third of the dials is answered after about ten seconds; talks take about 70 s, wrap-ups about 15."""

    db: Database
    floor: PredictiveFloor
    now: datetime = NOW
    phones: Phones = field(default_factory=Phones)
    watch: FloorWatch = field(default_factory=FloorWatch)
    dice: Random = field(default_factory=lambda: Random(3))
    coming: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def run(self, minutes: int) -> None:
        """Look at the floor every second, and let happen what happens between."""
        end = self.now + timedelta(minutes=minutes)
        while self.now < end:
            limits = Limits("sandbox", 500, LONG)
            for call_id in hand_out_calls(
                self.db, self.floor.floor.campaign.id, limits, now=self.now, watch=self.watch
            ):
                place_call(self.db, call_id, telephony=self.phones, now=lambda: self.now)
                self._ring(call_id, list(self.phones.calls)[-1])
            second = self.now + timedelta(seconds=1)
            while self.coming and self.coming[0][0] <= second:
                self.now, _, happens = heappop(self.coming)
                happens()
            self.now = second

    def _in(self, seconds: float, happens: Callable[[], None]) -> None:
        heappush(self.coming, (self.now + timedelta(seconds=seconds), next(self.order), happens))

    def _ring(self, call_id: UUID, carrier_call_id: str) -> None:
        def tell(event: CallEvent, reason: EndReason | None = None) -> None:
            record_call_event(self.db, told(call_id, event, carrier_call_id, reason=reason, at=self.now), now=self.now)

        def connect() -> None:
            match connect_answered_call(self.db, call_id, now=self.now, desk_silence=LONG):
                case AskAgain():
                    self._in(1.0, connect)
                case Join():
                    talk, wrap_up = self.dice.lognormvariate(log(60), 0.5), self.dice.lognormvariate(log(14), 0.4)
                    self._in(talk, lambda: tell(CallEvent.END, EndReason.COMPLETED))
                    self._in(talk + wrap_up, lambda: self._log(call_id))
                case _:
                    self._in(6.0, lambda: tell(CallEvent.END, EndReason.COMPLETED))

        def answer() -> None:
            tell(CallEvent.ANSWER)
            connect()

        if self.dice.random() < 1 / 3:
            self._in(self.dice.uniform(6, 14), answer)
        else:
            self._in(31, lambda: tell(CallEvent.END, EndReason.NO_ANSWER))

    def _log(self, call_id: UUID) -> None:
        with self.db.transaction(EVERYTHING) as session:
            desk = session.get_one(Call, call_id).agent_session_id
        assert desk is not None
        wish = OutcomeWish(uuid4().hex, call_id, Outcome.NOT_AVAILABLE)
        assert log_outcome(self.db, desk, wish, now=self.now) is None

    def found(self) -> tuple[float, int, int]:
        """Busy share after the first two minutes, live answers, and how many of these found nobody."""
        with self.db.transaction(EVERYTHING) as session:
            since = NOW + timedelta(minutes=2)
            busy = busy_share(session, self.floor.floor.campaign.id, since=since, until=self.now)
            calls = session.scalars(select(Call).where(Call.answered_at.is_not(None))).all()
        assert busy is not None
        return busy, len(calls), sum(call.abandoned for call in calls)


@pytest.mark.timeout(900)
def test_predictive_keeps_agents_busier_than_progressive_under_its_cap(
    db: Database, request: pytest.FixtureRequest
) -> None:
    found = {}
    for mode in (DialMode.PROGRESSIVE, DialMode.PREDICTIVE):
        with db.engine.begin() as connection:
            connection.exec_driver_sql("TRUNCATE departments, operators, calling_hours, areas CASCADE")
        floor = PredictiveFloor(db)
        floor.change(mode=mode)
        floor.people(400)
        floor.agents(AGENTS)
        with db.transaction(EVERYTHING) as session:
            for desk in session.scalars(select(AgentSession)):
                desk.heard_at = NOW + LONG
        played = VirtualFloor(db, floor)
        played.run(MINUTES)
        found[mode] = played.found()
    (slow, _, none), (busy, answered, abandoned) = found[DialMode.PROGRESSIVE], found[DialMode.PREDICTIVE]
    assert none == 0
    assert busy > slow + 0.08
    assert abandoned <= 0.03 * answered + 1
