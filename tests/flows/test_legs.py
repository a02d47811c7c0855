"""Agents' own legs: nobody who answers is left alone in a room, and no agent waits with a dead headset."""

from datetime import timedelta

import pytest

from campaigns.calls.answer_on_hold import answer_on_hold
from campaigns.calls.drop_fallen_legs import drop_fallen_legs
from campaigns.calls.end_kindly import end_kindly
from campaigns.calls.hold_line import hold_line
from campaigns.calls.move_to_agent import move_to_agent
from campaigns.calls.place_call import place_call
from campaigns.calls.ring_agent_leg import ring_agent_leg
from campaigns.desk.hang_up import hang_up
from campaigns.desk.log_outcome import log_outcome
from campaigns.desk.note_desk_alive import note_desk_alive
from campaigns.desk.ring_desk_phone import ring_desk_phone
from campaigns.desk.start_agent_session import start_agent_session
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.desk.answers import answers_of_call, save_answers
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Case, User
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


def test_row_23_nobody_is_dialled_for_an_agent_whose_leg_fell_before_the_dial(trouble: Trouble) -> None:
    trouble.intend()
    trouble.leg(up=False)
    place_call(trouble.db, trouble.call_id, telephony=trouble.phones, now=lambda: NOW)
    assert (trouble.phones.dialled, trouble.call.refused_because) == ([], "agent_gone")
    assert (trouble.case.status, trouble.case.attempts) == (CaseStatus.WAITING, 0)


def test_row_23_an_agent_whose_leg_fell_gets_nobody_put_into_her_empty_room(trouble: Trouble) -> None:
    trouble.place()
    trouble.leg(up=False)
    with trouble.db.transaction(EVERYTHING) as session:
        other = trouble.floor.desk(session, "bilal", AgentStatus.READY)
    assert trouble.answer() == Join(other.room)
    assert (trouble.desk.status, trouble.desk.call_id) == (AgentStatus.PAUSED, None)


def test_an_agent_who_hung_up_her_telephone_lets_it_be_rung_before_she_goes_ready(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, trouble.desk_id).leg = "phone"
    rings = ("ring_agent_leg", str(trouble.desk_id))
    assert ring_desk_phone(trouble.db, trouble.desk_id) is None
    assert rings not in trouble.jobs(), "it is off the hook"
    trouble.leg(up=False)
    assert (trouble.desk.status, trouble.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.LINK_DOWN)
    assert rings not in trouble.jobs(), "she may be at her tea"
    assert ring_desk_phone(trouble.db, trouble.desk_id) is None
    assert rings in trouble.jobs()


def test_a_desk_phone_that_rings_is_not_rung_again_and_one_that_was_missed_is(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, trouble.desk_id).leg = "phone"
        session.get_one(User, trouble.desk.user_id).desk_phone = "+911945550101"
    trouble.leg(up=False)
    for _ in range(2):
        ring_agent_leg(trouble.db, trouble.desk_id, telephony=trouble.phones, now=NOW)
    (first,) = trouble.phones.calls
    trouble.phones.now_is(first, CallStatus.ENDED, EndReason.NO_ANSWER)
    ring_agent_leg(trouble.db, trouble.desk_id, telephony=trouble.phones, now=NOW)
    assert len(trouble.phones.calls) == 2


def test_row_22_a_person_left_alone_in_the_room_waits_for_her_agent_and_not_20_seconds(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    for second in (61, 122):
        trouble.settle(second)  # a long talk
    trouble.leg(up=False, seconds=130)
    assert ("hold_line", str(trouble.call_id)) in trouble.jobs()
    hold_line(trouble.db, trouble.call_id, telephony=trouble.phones)
    assert trouble.phones.lines == [("hold", trouble.desk.room, trouble.call.carrier_call_id)]
    assert answer_on_hold(trouble.db, trouble.call_id).text.startswith("ہمارے ساتھی سے رابطہ")
    trouble.settle(146)
    assert ("end_kindly", str(trouble.call_id)) not in trouble.jobs()
    trouble.settle(148)
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
    hold_line(trouble.db, trouble.call_id, telephony=trouble.phones)
    assert trouble.phones.lines == [("resume", trouble.desk.room, trouble.call.carrier_call_id)]


def test_row_22_within_20_seconds_another_agent_goes_on_with_all_that_was_answered(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    with trouble.db.transaction(EVERYTHING) as session:
        save_answers(session, trouble.call, {"identity": "self"}, at=NOW)
        other = trouble.floor.desk(session, "bilal", AgentStatus.READY)
    trouble.leg(up=False)
    trouble.settle(16)
    assert trouble.desk.call_id == trouble.call_id
    trouble.settle(18)
    with trouble.db.transaction(EVERYTHING) as session:
        now_hers = session.get_one(AgentSession, other.id)
        assert answers_of_call(session, trouble.call_id) == {"identity": "self"}
    assert (now_hers.status, now_hers.call_id) == (AgentStatus.ON_CALL, trouble.call_id)
    assert (trouble.desk.status, trouble.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.LINK_DOWN)
    assert (trouble.desk.call_id, trouble.call.agent_session_id) == (None, other.id)
    assert ("move_to_agent", str(trouble.call_id)) in trouble.jobs()
    move_to_agent(trouble.db, trouble.call_id, telephony=trouble.phones)
    assert trouble.phones.lines == [("move", other.room, trouble.call.carrier_call_id)]
    trouble.leg(up=True, leg="CAsecond", seconds=40)  # too late: she has no call any more
    assert trouble.phones.lines[1:] == []


def test_row_22_who_does_not_speak_her_language_is_not_given_the_call(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(Case, trouble.case.id).language = "ks"
        trouble.floor.desk(session, "bilal", AgentStatus.READY, languages=["hi"])
    trouble.leg(up=False)
    trouble.settle(21)
    assert ("end_kindly", str(trouble.call_id)) in trouble.jobs()


def test_row_22_whose_agent_does_not_come_back_is_called_again_first(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    trouble.leg(up=False, seconds=5)  # and nothing is heard of her page any more
    trouble.settle(26)
    trouble.tell(CallEvent.END, EndReason.COMPLETED, seconds=35)
    assert trouble.call.outcome is Outcome.CUT_OFF
    assert (trouble.case.status, trouble.case.priority) == (CaseStatus.CALLBACK, 0)
    assert trouble.case.due_at <= NOW + timedelta(seconds=35)
    assert (trouble.desk.status, trouble.desk.call_id) == (AgentStatus.PAUSED, None)


def test_row_22_an_agent_whose_page_is_still_there_says_herself_what_came_of_it(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    trouble.leg(up=False, seconds=5)
    note_desk_alive(trouble.db, trouble.desk_id, now=NOW + timedelta(seconds=12))
    trouble.tell(CallEvent.END, EndReason.COMPLETED, seconds=35)
    assert (trouble.desk.status, trouble.desk.call_id) == (AgentStatus.WRAP_UP, trouble.call_id)
    wish = OutcomeWish("k" * 16, trouble.call_id, Outcome.CUT_OFF)
    assert log_outcome(trouble.db, trouble.desk_id, wish, now=NOW + timedelta(seconds=50)) is None
    assert (trouble.case.status, trouble.case.priority) == (CaseStatus.CALLBACK, 0)


def test_a_leg_of_an_agent_who_waits_that_fell_without_a_word_is_found(trouble: Trouble) -> None:
    assert drop_fallen_legs(trouble.db, telephony=trouble.phones, now=NOW) == 1
    assert (trouble.desk.status, trouble.desk.pause_reason) == (AgentStatus.PAUSED, PauseReason.LINK_DOWN)


def test_row_28_a_person_alone_in_a_room_of_which_nobody_told_is_found_and_given_another_agent(
    trouble: Trouble,
) -> None:
    trouble.place()
    trouble.answer()
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    assert drop_fallen_legs(trouble.db, telephony=trouble.phones, now=NOW + timedelta(seconds=30)) == 1
    assert ("hold_line", str(trouble.call_id)) in trouble.jobs()
    trouble.settle(46)
    assert trouble.desk.call_id == trouble.call_id, "she may come back"
    with trouble.db.transaction(EVERYTHING) as session:
        heard = NOW + timedelta(seconds=47)
        other = trouble.floor.desk(session, "bilal", AgentStatus.READY, heard_at=heard).id
    trouble.settle(48)
    assert (trouble.call.agent_session_id, trouble.desk.call_id) == (other, None)
    assert ("move_to_agent", str(trouble.call_id)) in trouble.jobs()


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


def test_row_22_a_desk_phone_that_falls_in_a_talk_is_rung_again(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, trouble.desk_id).leg = "phone"
    trouble.place()
    trouble.answer()
    trouble.leg(up=False)
    assert ("ring_agent_leg", str(trouble.desk_id)) in trouble.jobs()
