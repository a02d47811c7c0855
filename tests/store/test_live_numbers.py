"""The floor's numbers come straight from the tables, for one campaign, one area and the day where people live."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from campaigns.accounts.draw_account import draw_account
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.calling_hours import SHIPPED
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.floor.obstacles import Obstacle
from campaigns.rules.floor.why_not_dialling import why_not_dialling
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.bounded_counts import MoreThan
from campaigns.store.dialling.dialling_facts import dialling_facts
from campaigns.store.floor.floor_agents import agents_on_floor
from campaigns.store.floor.live_numbers import calls_of_day
from campaigns.store.floor.waiting_numbers import queue_of
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Area, BeneficiaryList, CallingHours, Campaign, CarrierPause, OptOut
from campaigns.store.totals.area_numbers import child_areas, numbers_of_area
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, Floor, given_areas, given_floor

TODAY = local_day(ZoneInfo("Asia/Kolkata"), now=NOW)
SILENCE = timedelta(seconds=45)


@pytest.fixture
def floor(db: Database) -> Floor:
    """Six people of two blocks: reached, refused, unreachable, wrong number, waiting, promised."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        people = floor.list(session)
        closed = {"status": CaseStatus.CLOSED, "closed_at": NOW}
        done = floor.person(session, people, outcome=Outcome.COMPLETED, reached=True, **closed)
        refused = floor.person(session, people, SOPORE, outcome=Outcome.REFUSED, reached=True, **closed)
        gone = floor.person(session, people, SOPORE, outcome=Outcome.NO_ANSWER, **closed)
        wrong = floor.person(session, people, outcome=Outcome.WRONG_NUMBER, **closed)
        floor.person(session, people, due_at=NOW - timedelta(minutes=3))
        floor.person(session, people, status=CaseStatus.CALLBACK, due_at=NOW - timedelta(minutes=12))
        answered = {"answered_at": NOW, "ended_at": NOW}
        talked = {**answered, "talking_at": NOW}
        floor.call(session, done, Outcome.CUT_OFF, at=NOW - timedelta(hours=1), **talked)
        floor.call(session, done, Outcome.COMPLETED, **talked)
        floor.call(session, refused, Outcome.REFUSED, **talked)
        floor.call(session, gone, Outcome.NO_ANSWER)
        floor.call(session, gone, Outcome.ABANDONED, abandoned=True, **answered)
        floor.call(session, wrong, Outcome.WRONG_NUMBER, at=NOW - timedelta(days=1), **answered)
        floor.call(session, wrong, None, sent_at=None)
    return floor


def hours(session: Session) -> None:
    """The shipped calling hours."""
    row, source = SHIPPED["IN"]
    session.add(
        CallingHours(
            jurisdiction="IN", weekday=None, opens=row.opens, closes=row.closes, valid_from=row.valid_from,
            valid_to=None, source=source,
        )
    )  # fmt: skip


def test_today_counts_calls_and_persons_of_this_day_only(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        today = calls_of_day(session, floor.campaign.id, TODAY, None)
        yesterday = calls_of_day(session, floor.campaign.id, TODAY.before, None)
    assert (today.dialled, today.answered, today.abandoned, today.reached, today.live) == (5, 4, 1, 2, 0)
    assert (yesterday.dialled, yesterday.answered, yesterday.reached) == (1, 1, 0)


def test_a_person_reached_twice_counts_once_and_when_she_was_first_reached(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        assert calls_of_day(session, floor.campaign.id, TODAY, None).by_half_hour == {21: 1, 22: 1}


def test_a_block_sees_its_own_calls(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        sopore = session.get_one(Area, SOPORE)
        assert calls_of_day(session, floor.campaign.id, TODAY, sopore).reached == 1
        assert queue_of(session, floor.campaign.id, sopore, now=NOW).due_now == 0


def test_the_queue_tells_who_is_due_and_which_promise_is_late(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        queue = queue_of(session, floor.campaign.id, None, now=NOW)
    assert (queue.due_now, queue.later, queue.callbacks_this_hour, queue.callbacks_late) == (2, 0, 1, 1)
    assert queue.oldest_late == NOW - timedelta(minutes=12)


def test_where_few_are_due_or_few_come_later_the_queue_is_exact_and_else_it_says_more_than(
    db: Database, floor: Floor
) -> None:
    with db.transaction(EVERYTHING) as session:
        pattan = session.get_one(Area, PATTAN)

        def due_and_later(area: Area | None, most: int) -> tuple[int, int]:
            queue = queue_of(session, floor.campaign.id, area, now=NOW, most=most)
            return queue.due_now, queue.later

        later = {"due_at": NOW + timedelta(hours=2)}
        for block, facts in ((SOPORE, later), (SOPORE, later), (SOPORE, later), (PATTAN, later), (SOPORE, {})):
            floor.person(session, floor.lists[0], block, **facts)
        assert due_and_later(None, 4) == due_and_later(None, 3) == (3, 4)
        assert due_and_later(pattan, 4) == due_and_later(pattan, 3) == due_and_later(pattan, 2) == (2, 1)
        few = due_and_later(None, 2)
        assert [number.most for number in few if isinstance(number, MoreThan)] == [2, 2]


def test_nobody_waits_of_a_list_that_was_withdrawn_a_moment_ago(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        session.execute(update(BeneficiaryList).values(status=ListStatus.WITHDRAWN))
        queue = queue_of(session, floor.campaign.id, None, now=NOW)
        whole = numbers_of_area(session, floor.campaign.id, None)
    assert (queue.due_now, queue.later, queue.callbacks_this_hour, queue.callbacks_late) == (0, 0, 0, 0)
    assert (queue.oldest_late, whole.waiting) == (None, 0)


def test_areas_add_up_tier_by_tier(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        whole = numbers_of_area(session, floor.campaign.id, None)
        states = child_areas(session, floor.campaign.id, None)
        blocks = child_areas(session, floor.campaign.id, session.get_one(Area, DISTRICT))
        assert child_areas(session, floor.campaign.id, session.get_one(Area, PATTAN)) == []
    assert [(state.name, state.cases) for state in states] == [("Jammu And Kashmir", 6)]
    assert [
        (block.name, block.reached, block.waiting, block.unreachable, block.refused, block.closed) for block in blocks
    ] == [
        ("Pattan", 1, 2, 0, 0, 1),
        ("Sopore", 1, 0, 1, 1, 0),
    ]
    assert whole.cases == whole.reached + whole.waiting + whole.unreachable + whole.closed == 6


def test_the_floor_and_the_account_tell_the_same(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        whole = numbers_of_area(session, floor.campaign.id, None)
    with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        endings = account.whole.endings
    assert whole.reached == endings[Ending.REACHED]
    assert whole.unreachable == endings[Ending.UNREACHABLE]
    assert whole.closed == endings[Ending.CLOSED]
    assert whole.waiting == endings[Ending.WAITING] + endings[Ending.CALLBACK] + endings[Ending.IN_CALL]


def test_another_department_sees_nobody_of_this_floor(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing").department.id
    with db.transaction(Scope(other)) as session:
        assert numbers_of_area(session, floor.campaign.id, None).cases == 0
        assert calls_of_day(session, floor.campaign.id, TODAY, None).dialled == 0


def test_agents_stand_by_name_without_those_who_went_home(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.desk(session, "shazia", AgentStatus.ON_CALL)
        floor.desk(session, "aamir", AgentStatus.READY)
        floor.desk(session, "nisar", AgentStatus.SIGNED_OUT)
        agents = agents_on_floor(session, floor.campaign.id, TODAY, now=NOW)
    assert [(agent.name, agent.status) for agent in agents] == [
        ("Aamir", AgentStatus.READY),
        ("Shazia", AgentStatus.ON_CALL),
    ]


def why(session: Session, floor: Floor) -> Obstacle | None:
    """What the floor says now."""
    campaign = session.get_one(Campaign, floor.campaign.id)
    told = why_not_dialling(dialling_facts(session, campaign, carrier="sandbox", desk_silence=SILENCE, now=NOW))
    return told.obstacle if told else None


def test_the_floor_says_what_is_missing_until_a_phone_can_ring(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        assert why(session, floor) is Obstacle.NO_HOURS_SET
        hours(session)
        assert why(session, floor) is Obstacle.NOBODY_SIGNED_IN
        desk = floor.desk(session, "aamir", AgentStatus.READY, heard_at=NOW - timedelta(minutes=2))
        assert why(session, floor) is Obstacle.DESKS_SILENT
        desk.status, desk.pause_reason = AgentStatus.PAUSED, PauseReason.LINK_DOWN  # as upkeep leaves it
        session.flush()
        assert why(session, floor) is Obstacle.DESKS_SILENT
        desk.status, desk.pause_reason, desk.heard_at = AgentStatus.READY, None, NOW
        session.flush()
        assert why(session, floor) is None
        desk.status = AgentStatus.RESERVED
        call = floor.call(session, floor.person(session, floor.lists[0]), None, status=CallStatus.SENT)
        assert why(session, floor) is None
        call.status = CallStatus.UNKNOWN
        session.flush()
        assert why(session, floor) is Obstacle.EVERYBODY_TALKS
        pause = {"carrier": "sandbox", "because": "carrier_not_reached", "since": NOW}
        session.add(CarrierPause(**pause, until=NOW + timedelta(minutes=1)))
        session.flush()
        assert why(session, floor) is Obstacle.CARRIER_DOWN
        call.status, call.carrier_call_id, call.sent_at = CallStatus.INTENDED, None, None  # and waits meanwhile
        call.intended_at = NOW - timedelta(seconds=2)
        session.flush()
        assert why(session, floor) is Obstacle.CARRIER_DOWN
        session.execute(delete(CarrierPause))
        for seconds, told in ((2, None), (11, Obstacle.CALLS_NOT_LEAVING)):
            call.intended_at = NOW - timedelta(seconds=seconds)
            session.flush()
            assert why(session, floor) is told, seconds


def test_a_phone_company_that_answers_nothing_is_told_within_seconds_although_phones_ring(
    db: Database, floor: Floor
) -> None:
    with db.transaction(EVERYTHING) as session:
        hours(session)
        floor.desk(session, "aamir", AgentStatus.READY)
        rings, asked = (floor.person(session, floor.lists[0], phone=f"+91941900000{number}") for number in (8, 9))
        old = {"status": CallStatus.RINGING, "phone": "+919419000008", "sent_at": NOW - timedelta(seconds=9)}
        ringing = floor.call(session, rings, None, **old)
        call = floor.call(session, asked, None, status=CallStatus.SENT, phone="+919419000009")
        call.carrier_call_id = None
        for seconds, told in ((2, None), (6, Obstacle.CARRIER_SILENT), (31, None)):
            call.sent_at = NOW - timedelta(seconds=seconds)
            session.flush()
            assert why(session, floor) is told, seconds
        call.sent_at, ringing.sent_at = NOW - timedelta(seconds=6), NOW - timedelta(seconds=3)  # it answers again
        session.flush()
        assert why(session, floor) is None
        call.status = CallStatus.ENDED
        for seconds, told in ((49, None), (51, Obstacle.CARRIER_SILENT)):  # nobody says that it has rung off
            ringing.sent_at = NOW - timedelta(seconds=seconds)
            session.flush()
            assert why(session, floor) is told, seconds


def test_the_floor_says_when_every_phone_is_busy_or_nobody_speaks_the_language(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        hours(session)
        floor.desk(session, "aamir", AgentStatus.READY)
        other = given_floor(session, "housing")
        somebody = other.person(session, other.list(session))
        for number in (5, 6):
            other.call(session, somebody, None, status=CallStatus.RINGING, phone=f"+9194190{number:05d}")
            somebody = other.person(session, other.lists[0])
        assert why(session, floor) is Obstacle.PHONES_BUSY
    with db.transaction(EVERYTHING) as session:
        lonely = given_floor(session, "roads")
        lonely.person(session, lonely.list(session), language="doi", phone="+919419111111")
        lonely.desk(session, "kavita", AgentStatus.READY)
        assert why(session, lonely) is Obstacle.LANGUAGE_NOT_SPOKEN
        lonely.desk(session, "bano", AgentStatus.PAUSED, languages=["doi"])
        assert why(session, lonely) is Obstacle.SPEAKERS_NOT_READY


def test_a_promised_call_waits_for_its_agent_while_she_works_here_and_the_floor_says_so(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        hours(session)
        floor = given_floor(session)
        floor.desk(session, "aamir", AgentStatus.READY)
        owner = floor.desk(session, "nadia", AgentStatus.PAUSED)
        promised = floor.person(session, floor.list(session), status=CaseStatus.CALLBACK, priority=0)
        promised.owner_id, promised.due_at = owner.user_id, NOW - timedelta(minutes=9)
        session.flush()
        assert why(session, floor) is Obstacle.OWNER_AWAY
        owner.status = AgentStatus.SIGNED_OUT
        session.flush()
        assert why(session, floor) is None
        promised.status = CaseStatus.IN_CALL
        session.flush()
        assert why(session, floor) is Obstacle.LAST_IN_CALLS


def test_the_floor_says_when_those_who_are_due_asked_never_to_be_called(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        hours(session)
        floor.desk(session, "aamir", AgentStatus.READY)
        for number in (5, 6):
            session.add(OptOut(department_id=floor.department.id, e164=f"+9194190{number:05d}", at=NOW))
        session.flush()
        assert why(session, floor) is Obstacle.OPTED_OUT


def test_a_division_is_looked_at_alone_and_its_districts_stand_below_it(areas: None, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        people = floor.list(session)
        for district in ("NOW", "NOW", "PES", "SWT"):
            place = {"state_id": "state:PK-KP", "district_id": f"district:PK-KP-{district}"}
            floor.person(session, people, block=None, **place)
        province, peshawar = (session.get_one(Area, each) for each in ("state:PK-KP", "division:PK-KP-PES"))
        whole = child_areas(session, floor.campaign.id, province)
        part = child_areas(session, floor.campaign.id, peshawar)
        assert numbers_of_area(session, floor.campaign.id, peshawar).cases == 3
        assert queue_of(session, floor.campaign.id, peshawar, now=NOW).due_now == 3
    assert [(district.name, district.cases) for district in whole] == [("Nowshera", 2), ("Peshawar", 1), ("Swat", 1)]
    assert [(district.name, district.cases) for district in part] == [("Nowshera", 2), ("Peshawar", 1)]
