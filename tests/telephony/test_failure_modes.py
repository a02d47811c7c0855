"""The failure modes of telephony.md section 5 that a carrier can play, over real sockets, named by their rows."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import func, select

from campaigns.calling.check_caller_number import check_caller_number
from campaigns.calls.end_orphan_calls import end_orphan_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.calls.rest_unheard_carrier import rest_unheard_carrier
from campaigns.desk.go_ready import go_ready
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import CampaignEvent, DialMode
from campaigns.rules.carrier.breaker import Rest, Trouble
from campaigns.rules.carrier.limits import Measure
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.calls.carriers import (
    WHOLE_ACCOUNT,
    carrier_pause,
    carrier_rest,
    carrier_slowdown,
    lines_taken,
    save_carrier_rest,
)
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, CallMove, Campaign, CarrierEvent
from campaigns.telephony.port import PlaceCall
from config import Settings
from tests.flows.phones import told
from tests.given_floor import NOW
from tests.telephony.given_sandbox import PHONE, Sandbox, house_of, impatient, running
from workers.carrier.log import facts
from workers.embedded.ports import free_port

NOT_OURS = UUID(int=7)
SPEED, QUICK = 20.0, 100.0  # carrier seconds in one of ours
LATE_ANSWER = 1733  # with these dice a carrier that tells all late tells of the end long before the ringing
Start = Callable[..., Sandbox]


@pytest.fixture
def start(database_url: str, redis_url: str, db: Database, redis: Redis) -> Iterator[Start]:
    """Starts a carrier with options and a floor with so many calls; stopped at the end.

    At SPEED what rings or talks goes on while a test does something; where a test waits for the end, it comes `QUICK`.
    """
    with ExitStack() as open_:

        def begin(calls: int = 1, speed: float = SPEED, **options: Any) -> Sandbox:
            settings = Settings(
                database_url,
                redis_url,
                "x" * 32,
                hooks_base_url=f"http://127.0.0.1:{free_port()}",
                carrier_base_url=f"http://127.0.0.1:{free_port()}",
                calls_per_second=100,
                clock_speed=speed,
            )
            house = house_of(settings, db, redis)
            return Sandbox(house, open_.enter_context(running(house, **options)), calls)

        yield begin


def ended(call: Any) -> bool:
    return call.status is CallStatus.ENDED


def talking(call: Any) -> bool:
    return call.status is CallStatus.TALKING


def pause_of(sandbox: Sandbox, caller_id: str = WHOLE_ACCOUNT) -> str | None:
    with sandbox.db.transaction(EVERYTHING) as session:
        pause = carrier_pause(session, sandbox.house.telephony.name, caller_id=caller_id, now=NOW)
        return pause.because if pause else None


def share_of(sandbox: Sandbox, measure: Measure) -> float:
    with sandbox.db.transaction(EVERYTHING) as session:
        slowdown = carrier_slowdown(session, sandbox.house.telephony.name, measure)
        return slowdown.share if slowdown else 1.0


def moves(sandbox: Sandbox, event: CallEvent) -> int:
    with sandbox.db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).where(CallMove.event == event)) or 0


def delivered(log: Path) -> list[str]:
    """What the carrier told of its call, in the order in which it arrived."""
    return [fact["event"] for fact in facts(log) if fact["fact"] == "webhook_sent"]


def kept(sandbox: Sandbox, event: CallEvent) -> int:
    with sandbox.db.transaction(EVERYTHING) as session:
        return session.scalar(select(func.count()).where(CarrierEvent.kind == event)) or 0


def test_row_01_doubled_webhooks_count_once(start: Start, tmp_path: Path) -> None:
    sandbox = start(speed=QUICK, log=tmp_path / "carrier.log")
    sandbox.everybody_finds(finds="busy")
    sandbox.faults(doubled=1.0)
    sandbox.place()
    sandbox.quiet()
    sandbox.wait_for(ended)
    assert delivered(tmp_path / "carrier.log").count("completed") == 2
    assert (kept(sandbox, CallEvent.END), moves(sandbox, CallEvent.END), sandbox.case().attempts) == (1, 1, 1)


def test_row_02_an_end_that_is_told_before_the_ringing_leads_to_the_same_end(start: Start, tmp_path: Path) -> None:
    sandbox = start(log=tmp_path / "carrier.log", seed=LATE_ANSWER)
    sandbox.everybody_finds(finds="answer", rings=1, stays=2)
    sandbox.faults(late=1.0)
    sandbox.place()
    sandbox.quiet()
    told = delivered(tmp_path / "carrier.log")
    assert told.index("completed") < told.index("ringing")
    call = sandbox.wait_for(ended)
    assert call.answered_at is not None
    assert call.end_reason is EndReason.COMPLETED
    assert sandbox.desk().status is AgentStatus.WRAP_UP


def test_rows_03_04_05_a_call_of_which_no_webhook_comes_is_joined_ended_and_its_agent_freed(start: Start) -> None:
    sandbox = start(speed=QUICK)
    sandbox.everybody_finds(finds="answer", rings=1, stays=20)
    sandbox.faults(lost=1.0)
    sandbox.place()
    assert sandbox.wait_for(talking).ringing_at is None  # the request for the answer document proves the answer
    sandbox.quiet()
    assert sandbox.call().status is CallStatus.TALKING  # nobody has told the end
    sandbox.settle(61)
    assert sandbox.call().end_reason is EndReason.COMPLETED
    assert sandbox.desk().status is AgentStatus.WRAP_UP


@pytest.mark.parametrize("fault", ["held", "broken"])
def test_rows_09_10_a_request_without_a_clear_answer_is_never_sent_again_and_the_call_is_found(
    start: Start, fault: str
) -> None:
    sandbox = start()
    sandbox.everybody_finds(finds="silence")
    sandbox.faults(**{fault: 1.0, "lost": 1.0})
    with impatient(sandbox.house):
        for _ in range(3):
            sandbox.place()
    assert sandbox.call().status is CallStatus.UNKNOWN
    sandbox.settle(3)
    assert [placed["sid"] for placed in sandbox.placed()] == [sandbox.call().carrier_call_id]


def test_row_11_a_carrier_that_is_not_reached_costs_no_attempt(start: Start) -> None:
    sandbox = start()
    nowhere = replace(sandbox.house.settings, carrier_base_url=f"http://127.0.0.1:{free_port()}")
    sandbox.house = house_of(nowhere, sandbox.db, sandbox.house.redis)
    sandbox.place()
    assert sandbox.call().end_reason is EndReason.NOT_SENT
    assert (sandbox.case().status, sandbox.case().attempts) == (CaseStatus.WAITING, 0)
    assert sandbox.desk().status is AgentStatus.READY
    assert pause_of(sandbox) == Trouble.NOT_REACHED


def test_row_12_a_carrier_that_says_too_fast_is_asked_for_half_and_nobody_is_called(start: Start) -> None:
    sandbox = start(2)
    sandbox.faults(throttled=1.0)
    sandbox.place(0)
    assert (pause_of(sandbox), share_of(sandbox, Measure.PER_SECOND)) == (Trouble.RATE_LIMIT, 0.5)
    sandbox.place(1)  # while it rests, it is not asked
    assert sandbox.placed() == []
    assert [sandbox.case(number).attempts for number in (0, 1)] == [0, 0]
    assert {sandbox.desk(number).status for number in (0, 1)} == {AgentStatus.READY}


def test_row_13_a_call_that_the_carrier_queues_is_taken_back_before_it_rings(start: Start) -> None:
    sandbox = start(2, calls_per_second=0.01)
    sandbox.everybody_finds(finds="silence")
    sandbox.place(0)
    sandbox.place(1)
    assert sandbox.do_jobs() == ["cancel_call"]
    call = sandbox.wait_for(ended, 1)
    assert (call.end_reason, call.ringing_at) == (EndReason.CANCELED, None)
    assert sandbox.case(1).attempts == 0
    assert sandbox.desk(1).status is AgentStatus.READY
    assert share_of(sandbox, Measure.PER_SECOND) == 0.5


def test_row_14_a_carrier_whose_lines_are_full_gets_no_more_calls_and_no_attempt_is_counted(start: Start) -> None:
    sandbox = start(2, concurrent_calls=1)
    sandbox.everybody_finds(finds="silence")
    sandbox.place(0)
    sandbox.place(1)
    assert sandbox.call(1).refused_because == Trouble.CONCURRENCY_LIMIT
    assert (pause_of(sandbox), share_of(sandbox, Measure.AT_ONCE)) == (Trouble.CONCURRENCY_LIMIT, 0.8)
    assert sandbox.case(1).attempts == 0
    assert sandbox.call(0).status is not CallStatus.ENDED  # live calls go on


def test_row_15_after_errors_in_a_row_nobody_is_called_and_who_talks_goes_on(start: Start) -> None:
    sandbox = start(5)
    sandbox.everybody_finds(finds="busy")
    sandbox.finds(PHONE.format(4), finds="answer", rings=1)
    sandbox.place(4)
    sandbox.wait_for(talking, 4)
    with sandbox.db.transaction(EVERYTHING) as session:
        session.get_one(Call, sandbox.calls[4]).sent_at = NOW - timedelta(minutes=1)
    sandbox.faults(broken=1.0, lost=1.0)
    for number in range(4):
        sandbox.place(number)
    assert len(sandbox.placed()) == 1 + 3
    assert sandbox.call(3).refused_because == Trouble.NOT_REACHED
    assert pause_of(sandbox) == Trouble.NOT_REACHED
    assert sandbox.call(4).carrier_call_id in {call.carrier_call_id for call in sandbox.house.telephony.list_live()}
    assert (sandbox.call(4).status, sandbox.desk(4).status) == (CallStatus.TALKING, AgentStatus.ON_CALL)


def test_row_16_refused_keys_touch_nobody_on_the_list(start: Start) -> None:
    sandbox = start()
    wrong = replace(sandbox.house.settings, twilio_auth_token="another-token-of-no-value")
    sandbox.house = house_of(wrong, sandbox.db, sandbox.house.redis)
    sandbox.place()
    assert (sandbox.case().status, sandbox.case().attempts) == (CaseStatus.WAITING, 0)
    assert pause_of(sandbox) == Trouble.KEYS_REFUSED


def said_before_start(sandbox: Sandbox) -> str | None:
    house, campaign_id = sandbox.house, sandbox.floor.campaign.id
    refusal = check_caller_number(house.db, house.telephony, EVERYTHING, campaign_id, CampaignEvent.START)
    return refusal.because if refusal else None


@pytest.mark.parametrize(
    ("fault", "trouble"), [("no_funds", Trouble.NO_FUNDS), ("caller_refused", Trouble.CALLER_ID_REFUSED)]
)
def test_row_16_an_account_without_funds_or_a_refused_caller_number_touches_nobody_either(
    start: Start, fault: str, trouble: Trouble
) -> None:
    sandbox = start()
    assert said_before_start(sandbox) is None
    sandbox.faults(**{fault: 1.0})
    assert said_before_start(sandbox) == trouble
    sandbox.place()
    assert (sandbox.case().status, sandbox.case().attempts) == (CaseStatus.WAITING, 0)
    assert sandbox.call().refused_because == trouble
    assert sandbox.desk().status is AgentStatus.READY
    assert pause_of(sandbox, sandbox.call().caller_id) == trouble


@pytest.mark.parametrize(
    ("finds", "outcome", "status"),
    [
        ("unallocated", Outcome.INVALID_NUMBER, CaseStatus.CLOSED),
        ("busy", Outcome.BUSY, CaseStatus.WAITING),
        ("silence", Outcome.NO_ANSWER, CaseStatus.WAITING),
        ("rejection", Outcome.REJECTED, CaseStatus.WAITING),
        ("switched_off", Outcome.UNREACHABLE, CaseStatus.WAITING),
        ("congestion", Outcome.TECHNICAL, CaseStatus.WAITING),
    ],
)
def test_rows_17_18_what_the_network_says_decides_whether_she_is_called_again(
    start: Start, finds: str, outcome: Outcome, status: CaseStatus
) -> None:
    sandbox = start(speed=QUICK)
    sandbox.everybody_finds(finds=finds, rings=1)
    sandbox.place()
    sandbox.wait_for(ended)
    assert (sandbox.case().outcome, sandbox.case().status) == (outcome, status)
    assert sandbox.case().attempts == (finds != "congestion")  # it is the network's, and not hers
    assert sandbox.desk().status is AgentStatus.READY


def test_row_20_who_waits_for_an_agent_is_in_the_room_of_the_first_who_goes_ready(start: Start) -> None:
    sandbox = start()
    with sandbox.db.transaction(EVERYTHING) as session:
        agent = session.get_one(AgentSession, sandbox.desk().id)
        agent.status, agent.call_id = AgentStatus.PAUSED, None
        session.get_one(Call, sandbox.calls[0]).agent_session_id = None
        session.get_one(Campaign, agent.campaign_id).mode = DialMode.PREDICTIVE
    sandbox.place()
    sandbox.wait_for(lambda call: call.status is CallStatus.ANSWERED)
    assert go_ready(sandbox.db, agent.id, now=NOW) is None
    line = sandbox.call().carrier_call_id
    jobs = list[str]()  # to move her, unless the carrier asks for her at that very moment
    sandbox.until(lambda: jobs.extend(sandbox.do_jobs()) or sandbox.rooms() == {f"desk-{agent.id}": [line]})
    assert (set(jobs) <= {"move_to_agent"}, moves(sandbox, CallEvent.JOIN)) == (True, 1)


def test_row_26_a_person_who_hangs_up_while_she_is_joined_leaves_no_ghost_call(start: Start) -> None:
    sandbox = start(speed=QUICK)
    sandbox.everybody_finds(finds="answer", rings=1, stays=0.01)
    sandbox.place()
    sandbox.quiet()
    sandbox.wait_for(ended)
    joined, desk = sandbox.call().talking_at is not None, sandbox.desk()
    owes = (AgentStatus.WRAP_UP, sandbox.calls[0]) if joined else (AgentStatus.READY, None)
    assert (desk.status, desk.call_id) == owes
    assert (list(sandbox.house.telephony.list_live()), sandbox.rooms()) == ([], {})


def test_row_27_a_call_that_both_sides_end_is_ended_once(start: Start) -> None:
    sandbox = start()
    sandbox.place()
    line = sandbox.wait_for(talking).carrier_call_id
    assert line is not None
    for _ in range(3):
        sandbox.house.telephony.end_call(line)
    sandbox.wait_for(ended)
    assert moves(sandbox, CallEvent.END) == 1


def test_row_29_a_call_that_nobody_here_knows_is_ended_at_the_carrier(start: Start) -> None:
    sandbox = start(0)
    stranger = PHONE.format(50)
    sandbox.finds(stranger, finds="silence")
    wish = PlaceCall(NOT_OURS, stranger, "+911940000000", 600, 600)
    sandbox.house.telephony.place_call(wish)
    minute_later = NOW + timedelta(minutes=1)
    assert end_orphan_calls(sandbox.db, telephony=sandbox.house.telephony, now=minute_later) == 1
    assert list(sandbox.house.telephony.list_live()) == []


def test_row_33_a_campaign_that_is_paused_while_it_rings_takes_the_call_back(start: Start) -> None:
    sandbox = start()
    sandbox.everybody_finds(finds="silence")
    sandbox.place()
    sandbox.wait_for(lambda call: call.status is CallStatus.RINGING)
    campaign = sandbox.floor.campaign.id
    assert move_campaign(sandbox.db, EVERYTHING, campaign, CampaignEvent.PAUSE, None, now=NOW) is None
    assert "cancel_call" in sandbox.do_jobs()
    assert sandbox.wait_for(ended).end_reason is EndReason.CANCELED
    assert sandbox.desk().status is AgentStatus.READY


def test_row_37_while_no_webhook_comes_and_requests_are_answered_nobody_is_called(start: Start) -> None:
    """Our socket is the carrier's way to the hooks; her answer would be heard by nobody."""
    sandbox = start(6)
    sandbox.everybody_finds(finds="silence")
    for number in range(2):
        sandbox.place(number)
    sandbox.until(lambda: kept(sandbox, CallEvent.RING) == 2)
    sandbox.faults(lost=1.0)
    look = partial(rest_unheard_carrier, sandbox.db, sandbox.house.telephony.name, heard_within=timedelta(seconds=15))
    for number in range(2, 5):
        at = sandbox.house.now() + timedelta(seconds=number)
        place_call(sandbox.db, sandbox.calls[number], telephony=sandbox.house.telephony, now=lambda at=at: at)
    look(now=NOW + timedelta(seconds=16))
    assert pause_of(sandbox) is None  # of two calls nobody was told in time, and of one it is not due yet
    look(now=NOW + timedelta(seconds=20))
    assert pause_of(sandbox) == Trouble.NOT_HEARD
    sandbox.place(5)
    assert sandbox.call(5).refused_because == Trouble.NOT_HEARD
    assert len(sandbox.placed()) == 5
    rings = told(sandbox.calls[4], CallEvent.RING, str(sandbox.call(4).carrier_call_id))
    record_call_event(sandbox.db, rings, now=NOW + timedelta(seconds=21))
    look(now=NOW + timedelta(seconds=22))
    assert pause_of(sandbox) is None  # the first webhook that comes again ends the rest


def test_row_37_after_the_rest_one_call_tries_and_that_it_is_taken_is_no_proof(start: Start) -> None:
    sandbox = start(2)
    sandbox.everybody_finds(finds="silence")
    sandbox.faults(lost=1.0)
    carrier, rest = sandbox.house.telephony.name, Rest(Trouble.NOT_HEARD, NOW - timedelta(minutes=1), NOW, 1)
    with sandbox.db.transaction(EVERYTHING) as session:
        save_carrier_rest(session, carrier, rest)
    sandbox.place(0)
    sandbox.place(1)
    assert sandbox.call(1).refused_because == "carrier_on_trial"
    with sandbox.db.transaction(EVERYTHING) as session:
        assert lines_taken(session, carrier).under_way == 1  # until it is heard of, the dialler intends no other
    rest_unheard_carrier(sandbox.db, carrier, heard_within=timedelta(seconds=15), now=NOW + timedelta(seconds=15))
    with sandbox.db.transaction(EVERYTHING) as session:
        longer = carrier_rest(session, carrier, WHOLE_ACCOUNT)
    assert longer is not None
    assert (longer.because, longer.until - longer.since) == (Trouble.NOT_HEARD, timedelta(minutes=1))


def test_row_40_a_second_call_of_the_carrier_for_one_dial_is_ended_and_the_first_goes_on(start: Start) -> None:
    sandbox = start()
    sandbox.place()
    first = sandbox.wait_for(talking).carrier_call_id
    again = PHONE.format(60)
    sandbox.finds(again, finds="silence")
    sandbox.house.telephony.place_call(PlaceCall(sandbox.calls[0], again, "+911940000000", 600, 600))
    done: list[str] = []
    for _ in range(600):
        done += sandbox.do_jobs()
        if "end_carrier_call" in done:
            break
        sandbox.changes.get_message(timeout=0.2)
    live = [call.carrier_call_id for call in sandbox.house.telephony.list_live()]
    assert live == [first]
    assert sandbox.call().status is CallStatus.TALKING
