"""The dialler leads alone, wakes when an agent goes ready, and its jobs are placed by real queue workers."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import FloorWatch
from campaigns.desk.go_ready import go_ready
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.carrier.breaker import Trouble
from campaigns.store.calls.carriers import carrier_pause, end_carrier_pause
from campaigns.store.leader import Leadership
from campaigns.store.session import EVERYTHING, Database, DatabaseAway
from campaigns.store.tables import AgentSession, Call, Campaign
from campaigns.telephony.failures import NotSent
from campaigns.telephony.port import CallSnapshot
from config import Settings
from tests.flows.phones import Phones
from tests.given_floor import NOW, given_areas, given_floor
from workers import dialler, jobs, upkeep
from workers.carrier_clock import SureClock

DAY, HOUR = 86400.0, timedelta(hours=1)
PATIENCE = 120.0  # wall seconds; only a failure waits so long


@dataclass
class Stumbling(Phones):
    """A carrier in memory whose list of calls breaks the program that asks for it, which then is told to stop."""

    stop: threading.Event = field(default_factory=threading.Event)

    def list_live(self) -> Iterator[CallSnapshot]:
        self.stop.set()
        raise ZeroDivisionError


@dataclass
class SetRight(Phones):
    """A carrier in memory: when its calls are first asked for, the clock is set right; then the program is told to stop."""

    stop: threading.Event = field(default_factory=threading.Event)
    now: datetime = NOW + timedelta(days=3)

    def list_live(self) -> Iterator[CallSnapshot]:
        if self.now == NOW:
            self.stop.set()
        self.now = NOW
        return iter(())


class ClockOfTheCarrier(House):
    """A house whose clock runs ahead until its carrier sets it right."""

    def now(self):  # type: ignore[no-untyped-def]
        return self.telephony.now  # type: ignore[attr-defined]


class StillClock(House):
    """A house whose clock stands at noon."""

    def now(self):  # type: ignore[no-untyped-def]
        return NOW


@pytest.fixture
def house(db: Database, redis: Redis, database_url: str, redis_url: str) -> Iterator[House]:
    """A floor of one person and one paused agent, with a carrier in memory."""
    settings = Settings(database_url, redis_url, "s" * 32, calls_per_second=1000)
    house = StillClock(settings, db, redis, Phones())
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.person(session, floor.list(session))
        floor.desk(session, "shazia", AgentStatus.PAUSED)
    jobs.open_with(house)
    return house


def work(house: House) -> None:
    """Do every job that waits."""
    queue = Queue("dial", connection=house.redis, serializer=JSONSerializer)
    SimpleWorker([queue], connection=house.redis, serializer=JSONSerializer).work(burst=True)


def the_call(house: House) -> Call | None:
    with house.db.transaction(EVERYTHING) as session:
        return session.scalar(select(Call))


def the_desk(house: House) -> AgentSession:
    with house.db.transaction(EVERYTHING) as session:
        return session.scalars(select(AgentSession)).one()


def test_only_one_of_two_diallers_leads_and_the_other_takes_over(database_url: str, db: Database) -> None:
    first, second = Leadership(database_url, "dialler"), Leadership(database_url, "dialler")
    assert first.is_mine()
    assert not second.is_mine()
    assert first.is_mine()
    first.let_go()
    first.engine.dispose()
    assert any(second.is_mine() for _ in range(2000))  # PostgreSQL lets go when it notices the closed connection
    with second:
        pass


def test_a_dialler_that_hangs_loses_the_lead_and_another_takes_over(database_url: str, db: Database) -> None:
    hangs = Leadership(database_url, "dialler", silent_after=timedelta(milliseconds=20))
    other = Leadership(database_url, "dialler")
    with hangs, other:
        assert hangs.is_mine()
        assert any(other.is_mine() for _ in range(20_000))  # PostgreSQL closes the connection of who does not ask
        with pytest.raises(DatabaseAway):
            hangs.is_mine()
        assert not hangs.is_mine()


def test_a_queue_worker_places_what_was_handed_out(house: House) -> None:
    assert go_ready(house.db, the_desk(house).id, now=NOW) is None
    assert dialler.tick(house) == 1
    work(house)
    call = the_call(house)
    assert call is not None
    assert call.status is CallStatus.QUEUED
    assert [wish.to for wish in house.telephony.dialled] == [call.phone]  # type: ignore[attr-defined]


def test_the_dialler_wakes_when_an_agent_goes_ready_and_stops_when_told(house: House) -> None:
    stop, handed = threading.Event(), threading.Event()

    house.db.bells.enqueue = _noticing(house.db.bells.enqueue, handed)  # type: ignore[method-assign]
    thread = threading.Thread(target=dialler.run, args=(house, lambda: True, stop))
    thread.start()
    go_ready(house.db, the_desk(house).id, now=NOW)
    assert handed.wait(PATIENCE)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert the_desk(house).status is AgentStatus.RESERVED


def test_a_dialler_that_lost_the_lead_over_a_long_look_keeps_what_it_has_learned(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To learn all of it again would take as long again, and the lead would be lost again, without end."""
    stop, remembered = threading.Event(), list[int]()
    answers = iter([True, DatabaseAway("", None, OSError()), True])

    def leads() -> bool:
        answer = next(answers)
        if isinstance(answer, DatabaseAway):
            raise answer
        return bool(answer)

    def look(house: House, watches: dict[UUID, FloorWatch]) -> int:
        remembered.append(len(watches))
        watches[UUID(int=1)] = FloorWatch()
        if len(remembered) == 2:
            stop.set()
        return 0

    monkeypatch.setattr(dialler, "tick", look)
    dialler.run(house, leads, stop)
    assert remembered == [0, 1]


def test_a_follower_hands_out_nothing(house: House) -> None:
    stop = threading.Event()
    asked = threading.Event()

    def never_leads() -> bool:
        asked.set()
        return False

    go_ready(house.db, the_desk(house).id, now=NOW)
    thread = threading.Thread(target=dialler.run, args=(house, never_leads, stop))
    thread.start()
    assert asked.wait(PATIENCE)
    stop.set()
    thread.join(PATIENCE)
    assert the_call(house) is None


def test_the_dialler_remembers_a_predictive_floor_from_look_to_look_until_it_breaks(house: House) -> None:
    with house.db.transaction(EVERYTHING) as session:
        campaign = session.scalars(select(Campaign)).one()
        campaign.mode = DialMode.PREDICTIVE
    watches: dict[UUID, FloorWatch] = {}
    dialler.tick(house, watches)
    learned = watches[campaign.id].learned
    assert learned is not None
    dialler.tick(house, watches)
    assert watches[campaign.id].learned is learned, "its clock stands still"
    with house.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, campaign.id).zone = "Nowhere/At-All"
    dialler.tick(house, watches)
    assert campaign.id not in watches


def why_it_rests(house: House) -> str | None:
    with house.db.transaction(EVERYTHING) as session:
        pause = carrier_pause(session, house.telephony.name, now=NOW)
        return pause.because if pause else None


def test_row_34_a_worker_whose_clock_is_days_apart_from_the_carriers_lets_no_call_leave(house: House) -> None:
    phones: Phones = house.telephony  # type: ignore[assignment]
    assert go_ready(house.db, the_desk(house).id, now=NOW) is None
    assert dialler.tick(house) == 1
    phones.clock_ahead = -3 * DAY
    work(house)
    assert phones.dialled == []
    assert why_it_rests(house) == Trouble.CLOCKS_APART
    phones.clock_ahead = 0.0
    jobs.open_with(house)  # which asks anew
    with house.db.transaction(EVERYTHING) as session:
        end_carrier_pause(session, phones.name, now=NOW + HOUR)
        call_id = str(session.scalars(select(Call.id)).one())
    house.db.bells.enqueue("dial", "place_call", call_id)
    work(house)
    assert len(phones.dialled) == 1


@pytest.mark.parametrize(("fails", "because"), [(None, Trouble.CLOCKS_APART), (NotSent("away"), Trouble.NOT_REACHED)])
def test_row_34_no_case_is_claimed_before_the_carrier_has_said_what_time_it_is(
    house: House, fails: NotSent | None, because: Trouble
) -> None:
    phones: Phones = house.telephony  # type: ignore[assignment]
    phones.clock_ahead, phones.away = 3 * DAY, fails
    assert go_ready(house.db, the_desk(house).id, now=NOW) is None
    stop = threading.Event()

    def leads_for_one_look() -> bool:
        stop.set()
        return True

    dialler.run(house, leads_for_one_look, stop)
    assert the_call(house) is None
    assert why_it_rests(house) == because


def test_row_34_a_clock_is_sure_until_it_jumps_and_again_once_it_is_set_right(house: House) -> None:
    phones, jumped = Phones(), [0.0]
    house = StillClock(house.settings, house.db, house.redis, phones)
    clock = SureClock(house, lambda: time.time() + jumped[0])  # noqa: TID251 - a clock is handed in
    assert clock.is_sure()
    phones.away = NotSent("away")
    assert clock.is_sure(), "it does not ask at each dial"
    jumped[0] = 3 * DAY
    assert not clock.is_sure(), "nobody confirms it"
    phones.away = None
    assert not clock.is_sure(), "nor does it ask at each dial while it is wrong"
    jumped[0] = 0.0
    assert clock.is_sure()


def test_a_chore_that_breaks_keeps_upkeep_from_nothing_else(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """The carrier's list makes upkeep stumble; a desk not heard for long is paused all the same."""
    stop = threading.Event()
    broken = StillClock(house.settings, house.db, house.redis, Stumbling(stop=stop))
    with house.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, the_desk(house).id).status = AgentStatus.WRAP_UP
        session.get_one(AgentSession, the_desk(house).id).since = NOW - timedelta(hours=1)
    thread = threading.Thread(target=upkeep.run, args=(broken, lambda: True, stop))
    thread.start()
    thread.join(PATIENCE)
    assert "chore_broke" in caplog.messages
    assert the_desk(house).status is AgentStatus.PAUSED


def test_upkeep_goes_on_when_a_clock_that_ran_days_ahead_is_set_right(house: House) -> None:
    stop = threading.Event()
    fast = replace(house.settings, clock_speed=1000.0)
    ahead = ClockOfTheCarrier(fast, house.db, house.redis, SetRight(stop=stop))
    thread = threading.Thread(target=upkeep.run, args=(ahead, lambda: True, stop))
    thread.start()
    assert stop.wait(PATIENCE), "its chores wait until the clock has come to where it was"
    thread.join(PATIENCE)


def _noticing(enqueue, noticed):  # type: ignore[no-untyped-def]
    def put(queue: str, job: str, *ids: str) -> None:
        enqueue(queue, job, *ids)
        noticed.set()

    return put
