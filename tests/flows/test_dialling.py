"""A due person is rung once: not twice by two workers, not against a rule, not while anything is in doubt."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.shared.carrier_strain import Lines
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, Case, OptOut
from campaigns.telephony.failures import (
    AuthFailed,
    InvalidDestination,
    NotSent,
    OutcomeUnknown,
    PolicyBlocked,
    RateLimited,
    TelephonyError,
)
from tests.flows.phones import Phones
from tests.given_floor import NOW, Floor, given_areas, given_floor

LIMITS = Limits("sandbox", 100, timedelta(seconds=30))
NIGHT = NOW.replace(hour=18)  # 23:30 in Kashmir


@pytest.fixture
def floor(db: Database) -> Floor:
    """A running campaign of three people and two ready agents."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        people = floor.list(session)
        for _ in range(3):
            floor.person(session, people)
        for name in ("shazia", "bilal"):
            floor.desk(session, name, AgentStatus.READY)
    return floor


def hand_out(db: Database, floor: Floor, *, at: timedelta = timedelta()) -> list[UUID]:
    return hand_out_calls(db, floor.campaign.id, LIMITS, now=NOW + at)


def place(db: Database, call_id: UUID, phones: Phones, *, at: timedelta = timedelta()) -> None:
    place_call(db, call_id, telephony=phones, now=lambda: NOW + at)


def change(db: Database, act: Callable[[Campaign], None], floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        act(session.get_one(Campaign, floor.campaign.id))


def call_of(db: Database, call_id: UUID) -> Call:
    with db.transaction(EVERYTHING) as session:
        return session.get_one(Call, call_id)


def statuses(db: Database, column: object) -> list[object]:
    with db.transaction(EVERYTHING) as session:
        return sorted(session.scalars(select(column)).all())  # type: ignore[call-overload]


def test_each_ready_agent_gets_one_call(db: Database, floor: Floor) -> None:
    assert len(hand_out(db, floor)) == 2
    assert hand_out(db, floor) == []
    assert statuses(db, AgentSession.status) == [AgentStatus.RESERVED, AgentStatus.RESERVED]
    assert statuses(db, Case.status) == [CaseStatus.CLAIMED, CaseStatus.CLAIMED, CaseStatus.WAITING]


def test_row_30_two_diallers_at_once_hand_out_no_case_twice(db: Database, floor: Floor) -> None:
    with ThreadPoolExecutor(8) as threads:
        handed = list(threads.map(lambda _: hand_out(db, floor), range(8)))
    assert sum(map(len, handed)) == 2
    assert len(set(statuses(db, Call.case_id))) == 2


def test_row_30_the_same_job_on_eight_workers_dials_once(db: Database, floor: Floor) -> None:
    phones = Phones()
    call_id = hand_out(db, floor)[0]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: place(db, call_id, phones), range(8)))
    assert [wish.attempt_id for wish in phones.dialled] == [call_id]
    assert call_of(db, call_id).status is CallStatus.QUEUED


@pytest.mark.parametrize(("lines", "leave"), [(Lines(5), 5), (Lines(100), 8), (Lines(100, number=3), 3)])
def test_however_many_workers_send_at_once_no_more_calls_stand_than_the_carrier_takes(
    db: Database, floor: Floor, lines: Lines, leave: int
) -> None:
    with db.transaction(EVERYTHING) as session:
        people = floor.list(session, "more.csv")
        for number in range(6):
            floor.person(session, people)
            floor.desk(session, f"agent{number}", AgentStatus.READY)
    phones = Phones()
    call_ids = hand_out(db, floor)
    assert len(call_ids) == 8
    with ThreadPoolExecutor(8) as threads:
        sending = partial(place_call, db, telephony=phones, now=lambda: NOW, lines=lines)
        list(threads.map(sending, call_ids))
    assert len(phones.dialled) == leave
    assert statuses(db, Call.status).count(CallStatus.QUEUED) == leave


def test_a_shared_phone_is_not_rung_while_it_has_a_call(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        people = floor.list(session, "household.csv")
        for _ in range(2):
            floor.person(session, people, phone="+919419099999", priority=1)
    hand_out(db, floor)
    assert statuses(db, Call.phone).count("+919419099999") == 1


def test_nobody_is_rung_at_night(db: Database, floor: Floor) -> None:
    assert hand_out_calls(db, floor.campaign.id, LIMITS, now=NIGHT) == []


def test_row_33_a_call_that_would_still_ring_after_closing_time_is_not_placed(db: Database, floor: Floor) -> None:
    phones = Phones()
    closing = NOW.replace(hour=15, minute=29, second=20)  # 20:59:20 in Kashmir, and a phone rings for 30 seconds
    with db.transaction(EVERYTHING) as session:
        for desk in session.scalars(select(AgentSession)):
            desk.heard_at = closing
    call_id = hand_out_calls(db, floor.campaign.id, LIMITS, now=closing)[0]
    place_call(db, call_id, telephony=phones, now=lambda: closing + timedelta(seconds=20))
    assert phones.dialled == []
    assert call_of(db, call_id).refused_because == "outside_hours"
    assert hand_out_calls(db, floor.campaign.id, LIMITS, now=closing + timedelta(seconds=20)) == []


def test_row_33_pausing_the_campaign_stops_what_is_queued(db: Database, floor: Floor) -> None:
    phones = Phones()
    call_id = hand_out(db, floor)[0]
    change(db, lambda campaign: setattr(campaign, "status", CampaignStatus.PAUSED), floor)
    place(db, call_id, phones)
    assert phones.dialled == []
    refused = call_of(db, call_id)
    assert (refused.status, refused.end_reason, refused.refused_because) == (
        CallStatus.ENDED,
        EndReason.NOT_SENT,
        "campaign_not_running",
    )
    assert statuses(db, AgentSession.status) == [AgentStatus.READY, AgentStatus.RESERVED]


def test_row_33_an_opt_out_holds_at_the_last_moment(db: Database, floor: Floor) -> None:
    phones = Phones()
    call_id = hand_out(db, floor)[0]
    with db.transaction(EVERYTHING) as session:
        phone = session.get_one(Call, call_id).phone
        session.add(OptOut(department_id=floor.department.id, e164=phone, at=NOW))
    place(db, call_id, phones)
    assert phones.dialled == []
    assert call_of(db, call_id).refused_because == "opted_out"


def test_a_call_that_waited_too_long_in_the_queue_is_given_back(db: Database, floor: Floor) -> None:
    phones = Phones()
    call_id = hand_out(db, floor)[0]
    place(db, call_id, phones, at=timedelta(minutes=2))
    assert phones.dialled == []
    assert call_of(db, call_id).refused_because == "expired"
    assert statuses(db, Case.attempts) == [0, 0, 0]


def test_a_time_out_after_dialling_is_never_sent_again(db: Database, floor: Floor) -> None:
    phones = Phones(fails=[OutcomeUnknown("read time-out")])
    call_id = hand_out(db, floor)[0]
    for _ in range(3):
        place(db, call_id, phones)
    assert len(phones.dialled) == 1
    assert call_of(db, call_id).status is CallStatus.UNKNOWN


@pytest.mark.parametrize(
    "refusal",
    [RateLimited("429", retry_after=7), NotSent("refused"), AuthFailed("401"), PolicyBlocked("21215")],
)
def test_a_carrier_that_placed_nothing_costs_no_attempt(db: Database, floor: Floor, refusal: TelephonyError) -> None:
    call_id = hand_out(db, floor)[0]
    place(db, call_id, Phones(fails=[refusal]))
    assert call_of(db, call_id).end_reason is EndReason.NOT_SENT
    assert statuses(db, Case.attempts) == [0, 0, 0]
    assert hand_out(db, floor) == []  # the carrier rests
    assert len(hand_out(db, floor, at=timedelta(minutes=6))) == 0  # and the desks have gone silent by then


def test_row_12_a_carrier_that_says_when_to_come_again_is_not_asked_before(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        for desk in session.scalars(select(AgentSession)):
            desk.heard_at = NOW + timedelta(minutes=2)
    phones = Phones(fails=[RateLimited("429", retry_after=90)])
    for call_id in hand_out(db, floor):
        place(db, call_id, phones)
    assert phones.dialled == [], "nor is the second one sent"
    assert hand_out(db, floor, at=timedelta(seconds=89)) == []
    assert len(hand_out(db, floor, at=timedelta(seconds=91))) == 1, "the one that tries"


def test_row_17_a_number_that_the_carrier_calls_invalid_closes_the_case(db: Database, floor: Floor) -> None:
    call_id = hand_out(db, floor)[0]
    place(db, call_id, Phones(fails=[InvalidDestination("21211")]))
    with db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, session.get_one(Call, call_id).case_id)
        assert (case.status, case.outcome) == (CaseStatus.CLOSED, "invalid_number")


def test_an_agent_whose_desk_went_silent_gets_no_call(db: Database, floor: Floor) -> None:
    assert hand_out(db, floor, at=timedelta(minutes=1)) == []


def test_a_language_that_nobody_speaks_waits(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        for case in session.scalars(select(Case)):
            case.language = "ps"
    assert hand_out(db, floor) == []


def test_in_preview_nothing_is_dialled_before_the_agent_says_so(db: Database, floor: Floor) -> None:
    change(db, lambda campaign: setattr(campaign, "mode", DialMode.PREVIEW), floor)
    call_id = hand_out(db, floor)[0]
    assert call_of(db, call_id).preview
    assert db.bells.redis.llen("rq:queue:dial") == 0  # type: ignore[attr-defined]


def test_a_promised_callback_waits_a_while_for_the_agent_who_promised_it(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        away = floor.desk(session, "away", AgentStatus.PAUSED)
        for case in session.scalars(select(Case)):
            case.status, case.owner_id, case.priority = CaseStatus.CALLBACK, away.user_id, 0
    assert hand_out(db, floor) == []
    with db.transaction(EVERYTHING) as session:
        for case in session.scalars(select(Case)):
            case.due_at = NOW - timedelta(minutes=15)
    assert len(hand_out(db, floor)) == 2
