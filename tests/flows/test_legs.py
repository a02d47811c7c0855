"""Agents' own legs: nobody who answers is left alone in a room, and no agent waits with a dead headset."""

import pytest

from campaigns.drop_fallen_legs import drop_fallen_legs
from campaigns.end_kindly import end_kindly
from campaigns.hang_up import hang_up
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.start_agent_session import start_agent_session
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession
from campaigns.telephony.port import Join
from tests.flows.given_trouble import LEG, Trouble
from tests.given_floor import NOW


@pytest.fixture
def trouble(db: Database) -> Trouble:
    return Trouble(db)


def test_row_23_what_rings_for_an_agent_whose_leg_falls_is_taken_back(trouble: Trouble) -> None:
    trouble.place()
    trouble.leg(up=False)
    assert ("cancel_call", str(trouble.call_id)) in trouble.jobs()
    trouble.tell(CallEvent.END, EndReason.CANCELED)
    assert (trouble.desk.status, trouble.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.LINK_DOWN)
    assert (trouble.case.status, trouble.case.attempts) == (CaseStatus.WAITING, 0)


def test_an_agent_whose_leg_fell_gets_nobody_put_into_her_empty_room(trouble: Trouble) -> None:
    trouble.place()
    trouble.leg(up=False)
    with trouble.db.transaction(EVERYTHING) as session:
        other = trouble.floor.desk(session, "bilal", AgentStatus.READY)
    assert trouble.answer() == Join(other.room)
    assert (trouble.desk.status, trouble.desk.call_id) == (AgentStatus.PAUSED, None)


def test_row_22_a_person_left_alone_in_the_room_waits_20_seconds_for_her_agent(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    for second in (61, 122):
        trouble.settle(second)  # a long talk
    trouble.leg(up=False, seconds=130)
    trouble.settle(149)
    assert ("end_kindly", str(trouble.call_id)) not in trouble.jobs()
    trouble.settle(151)
    assert ("end_kindly", str(trouble.call_id)) in trouble.jobs()
    end_kindly(trouble.db, trouble.call_id, telephony=trouble.phones)
    ((line, words),) = trouble.phones.said
    assert (line, words.language) == (trouble.call.carrier_call_id, "ur")
    trouble.settle(220)  # the carrier has not ended it, whatever was said
    assert ("end_call", str(trouble.call_id)) in trouble.jobs()


def test_row_22_a_talk_that_the_agent_has_ended_is_ended_without_words(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    assert hang_up(trouble.db, trouble.desk_id, trouble.call_id, now=NOW) is None
    trouble.settle(21)
    assert ("end_kindly", str(trouble.call_id)) not in trouble.jobs()
    assert ("end_call", str(trouble.call_id)) in trouble.jobs()


def test_row_22_an_agent_whose_leg_is_back_in_time_goes_on_talking(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    trouble.leg(up=False)
    trouble.leg(up=True, leg="CAsecond", seconds=8)
    trouble.settle(21)
    assert [job for job, _ in trouble.jobs() if job.startswith("end")] == []
    assert trouble.desk.status is AgentStatus.ON_CALL


def test_row_28_a_leg_that_fell_without_a_word_is_found(trouble: Trouble) -> None:
    assert drop_fallen_legs(trouble.db, telephony=trouble.phones, now=NOW) == 1
    assert (trouble.desk.status, trouble.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.LINK_DOWN)


def test_row_24_of_two_tabs_the_newer_one_hears(trouble: Trouble) -> None:
    trouble.leg(up=True, leg="CAsecond_tab")
    trouble.leg(up=False)  # the older one ends because it is hung up
    assert trouble.jobs() == [("end_carrier_call", LEG)]
    assert (trouble.desk.leg_call_id, trouble.desk.status) == ("CAsecond_tab", AgentStatus.READY)


def test_a_desk_taken_up_again_on_another_telephone_lets_the_first_one_go(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, trouble.desk_id).leg = "phone"
    again = start_agent_session(trouble.db, trouble.desk.user_id, trouble.floor.campaign.id, "browser", now=NOW)
    assert again == trouble.desk_id
    assert trouble.jobs() == [("end_carrier_call", LEG)]
    assert (trouble.desk.status, trouble.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.LINK_DOWN)
