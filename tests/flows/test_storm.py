"""Everything at once on one database, with bells lost and webhooks doubled, late or lost: nothing twice, nothing stuck."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis import Redis
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.end_orphan_calls import end_orphan_calls
from campaigns.calls.hand_out_calls import FloorWatch, Limits, hand_out_calls
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.free_of_lost_calls import free_of_lost_calls
from campaigns.desk.free_silent_desks import free_silent_desks
from campaigns.desk.go_ready import go_ready
from campaigns.desk.hang_up import hang_up
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.pause_agent import pause_agent
from campaigns.house import House
from campaigns.lists.skip_opted_out_numbers import skip_opted_out_numbers
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Case
from campaigns.telephony.failures import OutcomeUnknown
from campaigns.telephony.port import CallSnapshot, PlaceCall, Placement
from config import Settings
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, given_areas, given_floor
from tests.given_upkeep import settle_quiet
from workers import jobs

SECONDS = 4.0  # that the storm lasts, or longer on a machine that has little time for it
SPEED = 30  # seconds of the floor in one of the wall
PEOPLE, AGENTS = 120, 6
SILENCE = timedelta(hours=6)  # nobody falls silent, however long the storm lasts


@dataclass
class Network(Phones):
    """An exchange in which every call goes on by itself; remembers when a number was dialled while it was in a call."""

    attempts: dict[str, UUID] = field(default_factory=dict)
    overlaps: list[str] = field(default_factory=list)
    dice: Random = field(default_factory=lambda: Random(7))

    def place_call(self, wish: PlaceCall) -> Placement:
        with self.lock:
            live = {call.to for call in self.calls.values() if call.status is not CallStatus.ENDED}
            self.overlaps += [wish.to] if wish.to in live else []
            before = set(self.calls)
            if self.dice.random() < 0.1:
                self.fails.append(OutcomeUnknown("reset"))
        try:
            return super().place_call(wish)
        finally:
            with self.lock:
                for sid in set(self.calls) - before:
                    if self.calls[sid].to == wish.to:
                        self.attempts[sid] = wish.attempt_id

    def find_attempt(self, to: str, sent_at: datetime) -> Sequence[CallSnapshot]:
        with self.lock:
            return super().find_attempt(to, sent_at)

    def list_live(self) -> Iterator[CallSnapshot]:
        with self.lock:
            return super().list_live()

    def end_call(self, carrier_call_id: str) -> None:
        with self.lock:
            super().end_call(carrier_call_id)
            if carrier_call_id in self.calls:
                self.now_is(carrier_call_id, CallStatus.ENDED, EndReason.COMPLETED)


class LeakyBells:
    """Carries jobs to the workers, and loses one in ten."""

    def __init__(self) -> None:
        self.jobs, self.dice = SimpleQueue[tuple[str, ...]](), Random(3)

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        if self.dice.random() > 0.1:
            self.jobs.put((job, *ids))

    def tell(self, *topics: str) -> None:
        """Nobody listens."""


class FastHouse(House):
    """A house whose clock began at noon with the storm."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.began = time.monotonic()

    def now(self):  # type: ignore[no-untyped-def]
        return NOW + timedelta(seconds=(time.monotonic() - self.began) * SPEED)


class Storm:
    """The floor, and each hand that works on it."""

    def __init__(self, house: House, bells: LeakyBells, mode: DialMode, agents: int) -> None:
        self.house, self.db, self.bells, self.stop = house, house.db, bells, threading.Event()
        self.watches: dict[int, FloorWatch] = {}  # of each dialler
        self.network: Network = house.telephony  # type: ignore[assignment]
        self.errors: list[BaseException] = []
        seed_calling_hours(self.db)
        with self.db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor = given_floor(session)
            self.floor.campaign.mode = mode
            people = self.floor.list(session)
            for _ in range(PEOPLE):
                self.floor.person(session, people)
            since = {"heard_at": house.now()}
            self.desks = [self.floor.desk(session, f"a{n}", AgentStatus.READY, **since).id for n in range(agents)]

    def blow(self) -> None:
        hands = [(self.dial, 2), (self.work, 3), (self.ring, 3), (self.sit, 3), (self.keep, 1)]
        threads = [
            threading.Thread(target=self._repeat, args=(hand, Random(number)))
            for hand, times in hands
            for number in range(times)
        ]
        for thread in threads:
            thread.start()
        self.stop.wait(SECONDS)
        while len(self.network.dialled) <= 2 * AGENTS and not self.stop.wait(0.1):
            continue
        self.stop.set()
        for thread in threads:
            thread.join(120)

    def _repeat(self, hand: Callable[[Random], None], dice: Random) -> None:
        try:
            while not self.stop.is_set():
                hand(dice)
        except BaseException as error:  # noqa: BLE001 - the test shows it
            self.errors.append(error)
            self.stop.set()

    def dial(self, dice: Random) -> None:
        watch = self.watches.setdefault(threading.get_ident(), FloorWatch())
        limits = Limits("sandbox", 100, SILENCE)
        hand_out_calls(self.db, self.floor.campaign.id, limits, now=self.house.now(), watch=watch)
        self.stop.wait(dice.uniform(0, 0.02))

    def work(self, dice: Random) -> None:
        try:
            job, *ids = self.bells.jobs.get(timeout=0.05)
        except Empty:
            return
        for _ in range(dice.choice([1, 1, 1, 2])):
            getattr(jobs, job)(*ids)

    def ring(self, dice: Random) -> None:
        """One step of one call at the network, and what its webhooks tell: once, twice, late or never."""
        live = [call for call in self.network.list_live() if call.carrier_call_id in self.network.attempts]
        if not live:
            self.stop.wait(0.01)
            return
        call = dice.choice(live)
        after, event, reason = dice.choice(
            [
                (CallStatus.RINGING, CallEvent.RING, None),
                (CallStatus.ANSWERED, CallEvent.ANSWER, None),
                (CallStatus.ENDED, CallEvent.END, dice.choice([EndReason.BUSY, EndReason.NO_ANSWER])),
            ]
        )
        if call.status is CallStatus.ANSWERED:
            after, event, reason = CallStatus.ENDED, CallEvent.END, EndReason.COMPLETED
        with self.network.lock:
            if self.network.calls[call.carrier_call_id].status is not call.status:
                return
            self.network.now_is(call.carrier_call_id, after, reason)
        attempt = self.network.attempts[call.carrier_call_id]
        for _ in range(dice.choice([0, 1, 1, 1, 2])):
            now = self.house.now()
            record_call_event(self.db, told(attempt, event, call.carrier_call_id, reason=reason, at=now), now=now)
        if event is CallEvent.ANSWER:
            connect_answered_call(self.db, attempt, now=self.house.now(), desk_silence=SILENCE)

    def sit(self, dice: Random) -> None:
        desk_id = dice.choice(self.desks)
        with self.db.transaction(EVERYTHING) as session:
            desk = session.get_one(AgentSession, desk_id)
        self.act(desk, dice)
        self.stop.wait(dice.uniform(0, 0.02))

    def act(self, desk: AgentSession, dice: Random) -> None:
        now = self.house.now()
        if desk.call_id and desk.status is AgentStatus.ON_CALL and dice.random() < 0.5:
            hang_up(self.db, desk.id, desk.call_id, now=now)
        elif desk.call_id and desk.status is not AgentStatus.RESERVED:
            outcome = dice.choice([Outcome.COMPLETED, Outcome.NOT_AVAILABLE, Outcome.OPT_OUT])
            log_outcome(self.db, desk.id, OutcomeWish(uuid4().hex, desk.call_id, outcome), now=now)
        elif desk.status is AgentStatus.PAUSED:
            go_ready(self.db, desk.id, now=now)
        elif dice.random() < 0.1:
            pause_agent(self.db, desk.id, PauseReason.TEA, now=now)

    def keep(self, dice: Random) -> None:
        self.tidy(self.house.now())
        self.stop.wait(0.1)

    def tidy(self, now: datetime) -> None:
        settle_quiet(self.db, self.network, now)
        free_silent_desks(self.db, desk_silence=SILENCE, now=now)
        free_of_lost_calls(self.db, now=now)
        end_orphan_calls(self.db, telephony=self.network, now=now)
        skip_opted_out_numbers(self.db, now=now)

    def calm(self) -> None:
        """The lines go dead without a word, upkeep looks for some minutes, and the agents log what they owe."""
        for call in self.network.list_live():
            self.network.now_is(call.carrier_call_id, CallStatus.ENDED, EndReason.COMPLETED)
        for minute in range(1, 8):
            self.tidy(self.house.now() + timedelta(minutes=minute))
        for desk_id in self.desks:
            with self.db.transaction(EVERYTHING) as session:
                desk = session.get_one(AgentSession, desk_id)
            if desk.call_id:
                wish = OutcomeWish(uuid4().hex, desk.call_id, Outcome.COMPLETED)
                assert log_outcome(self.db, desk_id, wish, now=self.house.now()) is None, desk.status


@pytest.fixture(params=[(DialMode.PROGRESSIVE, AGENTS), (DialMode.PREDICTIVE, 14)], ids=["progressive", "predictive"])
def storm(
    db: Database, redis: Redis, database_url: str, redis_url: str, request: pytest.FixtureRequest
) -> Iterator[Storm]:
    bells = LeakyBells()
    database = Database(database_url, bells, pool_size=15)
    settings = Settings(database_url, redis_url, "s" * 32, calls_per_second=1000)
    house = FastHouse(settings, database, redis, Network())
    jobs.open_with(house)
    yield Storm(house, bells, *request.param)
    database.close()


def test_a_storm_dials_nobody_twice_and_leaves_nothing_stuck(storm: Storm) -> None:
    storm.blow()
    assert storm.errors == []
    storm.calm()
    with storm.db.transaction(EVERYTHING) as session:
        calls = session.scalars(select(Call)).all()
        desks = set(session.scalars(select(AgentSession.status)))
        cases = set(session.scalars(select(Case.status)))
    assert storm.network.overlaps == []
    dialled = [wish.attempt_id for wish in storm.network.dialled]
    assert len(dialled) > AGENTS
    assert len(dialled) == len(set(dialled))
    assert set(dialled) <= {call.id for call in calls if call.sent_at}
    assert {call.status for call in calls} == {CallStatus.ENDED}
    with_nobody = {call.id for call in calls if call.answered_at and not call.talking_at and call.outcome is None}
    assert with_nobody == set()
    assert desks <= {AgentStatus.READY, AgentStatus.PAUSED}
    assert cases <= {CaseStatus.WAITING, CaseStatus.CLOSED}
