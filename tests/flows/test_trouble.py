"""When carrier, queue or campaign goes away in the middle of a call, nobody is rung twice or kept waiting."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from campaigns.calls.end_orphan_calls import end_orphan_calls
from campaigns.calls.hand_out_calls import hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.desk.dial_previewed_call import dial_previewed_call
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.campaign_states import CampaignEvent, DialMode
from campaigns.rules.carrier.breaker import Rest
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.calls.carriers import carrier_pause, save_carrier_rest
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign
from campaigns.telephony.failures import NotSent, OutcomeUnknown, UnknownWord
from campaigns.telephony.port import SayAndHangUp
from tests.flows.given_trouble import LIMITS, Trouble
from tests.given_floor import NOW


@pytest.fixture
def trouble(db: Database) -> Trouble:
    return Trouble(db)


def test_an_answer_of_the_carrier_that_nobody_understands_is_not_dialled_again(trouble: Trouble) -> None:
    trouble.place(UnknownWord("teleported"))
    assert trouble.call.status is CallStatus.UNKNOWN
    assert hand_out_calls(trouble.db, trouble.floor.campaign.id, LIMITS, now=NOW + timedelta(minutes=1)) == []
    assert len(trouble.phones.dialled) == 1


def test_row_40_of_two_carrier_calls_for_one_dial_the_one_that_we_do_not_know_is_ended(trouble: Trouble) -> None:
    trouble.intend()
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(Call, trouble.call_id).carrier_call_id = "CAfirst"  # bound by a webhook before our answer
    place_call(trouble.db, trouble.call_id, telephony=trouble.phones, now=lambda: NOW)
    assert trouble.call.carrier_call_id == "CAfirst"
    assert ("end_carrier_call", next(iter(trouble.phones.calls))) in trouble.jobs()


def test_a_call_given_up_that_turns_up_ringing_is_ended(trouble: Trouble) -> None:
    trouble.place(OutcomeUnknown("reset"))
    trouble.phones.away = NotSent("refused")
    trouble.settle(95)
    assert trouble.call.end_reason is EndReason.LOST
    trouble.tell(CallEvent.RING)
    assert ("end_carrier_call", next(iter(trouble.phones.calls))) in trouble.jobs()


def test_a_person_who_answers_a_call_given_up_hears_who_called(trouble: Trouble) -> None:
    trouble.place(OutcomeUnknown("reset"))
    trouble.phones.away = NotSent("refused")
    trouble.settle(95)
    assert isinstance(trouble.answer(), SayAndHangUp)
    assert trouble.desk.status is AgentStatus.READY


def test_a_call_given_up_of_which_nobody_tells_is_found_and_ended(trouble: Trouble) -> None:
    trouble.place()
    trouble.phones.away = NotSent("refused")
    trouble.settle(95)
    trouble.phones.away = None
    assert end_orphan_calls(trouble.db, telephony=trouble.phones, now=NOW + timedelta(seconds=100)) == 0  # just ended
    assert end_orphan_calls(trouble.db, telephony=trouble.phones, now=NOW + timedelta(seconds=130)) == 1


def test_while_the_carrier_is_away_it_is_asked_ever_more_seldom_and_agents_are_freed_in_time(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        for name in ("bilal", "nargis"):
            trouble.floor.person(session, trouble.floor.lists[0])
            trouble.floor.desk(session, name, AgentStatus.READY)
    for call_id in hand_out_calls(trouble.db, trouble.floor.campaign.id, LIMITS, now=NOW):
        place_call(trouble.db, call_id, telephony=trouble.phones, now=lambda: NOW)
    trouble.phones.away = NotSent("refused")
    for seconds in range(60, 90, 2):
        trouble.settle(seconds)
    assert trouble.phones.asked == 2, "after ten seconds, and then after twenty"
    assert trouble.desk.status is AgentStatus.RESERVED
    trouble.settle(95)
    with trouble.db.transaction(EVERYTHING) as session:
        assert set(session.scalars(select(AgentSession.status))) == {AgentStatus.READY}


def test_a_campaign_that_is_paused_takes_back_what_rings(trouble: Trouble) -> None:
    trouble.place()
    trouble.move(CampaignEvent.PAUSE)
    assert ("cancel_call", str(trouble.call_id)) in trouble.jobs()


def test_row_33_a_campaign_that_is_paused_lets_talks_end(trouble: Trouble) -> None:
    trouble.place()
    trouble.answer()
    trouble.move(CampaignEvent.PAUSE)
    assert [job for job, _ in trouble.jobs()] == ["place_call"]


def test_a_call_that_the_carrier_queues_is_taken_back_before_it_rings_unattended(trouble: Trouble) -> None:
    trouble.phones.queues_for = 6
    trouble.place()
    assert ("cancel_call", str(trouble.call_id)) in trouble.jobs()
    with trouble.db.transaction(EVERYTHING) as session:
        pause = carrier_pause(session, "sandbox", now=NOW)
        assert pause is not None
        assert pause.because == "carrier_rate_limit"


def test_a_long_pause_of_the_carrier_is_not_shortened_by_a_short_one(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        save_carrier_rest(session, "sandbox", Rest("carrier_keys_refused", NOW, NOW + timedelta(minutes=5), 1))
        save_carrier_rest(session, "sandbox", Rest("carrier_rate_limit", NOW, NOW + timedelta(seconds=5), 1))
        pause = carrier_pause(session, "sandbox", now=NOW + timedelta(minutes=1))
    assert pause is not None
    assert pause.because == "carrier_keys_refused"


def test_an_agent_gets_nobody_while_her_last_line_is_still_open(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        trouble.floor.person(session, trouble.floor.lists[0])
    trouble.place()
    trouble.answer()
    assert log_outcome(trouble.db, trouble.desk_id, _completed(trouble), now=NOW) is None
    assert trouble.desk.status is AgentStatus.READY
    assert hand_out_calls(trouble.db, trouble.floor.campaign.id, LIMITS, now=NOW) == []
    trouble.tell(CallEvent.END, EndReason.COMPLETED)
    assert len(hand_out_calls(trouble.db, trouble.floor.campaign.id, LIMITS, now=NOW)) == 1


def test_a_record_dialled_in_the_last_second_of_reading_is_placed(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, trouble.floor.campaign.id).mode = DialMode.PREVIEW
    trouble.intend()
    last = trouble.call.expires_at - timedelta(seconds=1)
    assert dial_previewed_call(trouble.db, trouble.desk_id, trouble.call_id, now=last) is None
    place_call(trouble.db, trouble.call_id, telephony=trouble.phones, now=lambda: last + timedelta(seconds=3))
    assert len(trouble.phones.dialled) == 1


def _completed(trouble: Trouble) -> OutcomeWish:
    return OutcomeWish(uuid4().hex, trouble.call_id, Outcome.COMPLETED)


def _full_floor(trouble: Trouble) -> None:
    with trouble.db.transaction(EVERYTHING) as session:
        for number in range(5):
            trouble.floor.person(session, trouble.floor.lists[0])
            trouble.floor.desk(session, f"agent{number}", AgentStatus.READY)


def _hand_out(trouble: Trouble, *, seconds: float) -> list[UUID]:
    return hand_out_calls(trouble.db, trouble.floor.campaign.id, LIMITS, now=NOW + timedelta(seconds=seconds))


def _place(trouble: Trouble, call_id: UUID, *, seconds: float = 0) -> None:
    place_call(trouble.db, call_id, telephony=trouble.phones, now=lambda: NOW + timedelta(seconds=seconds))


def test_row_15_a_carrier_that_gives_three_unclear_answers_in_a_row_is_left_alone(trouble: Trouble) -> None:
    _full_floor(trouble)
    first, *others = _hand_out(trouble, seconds=0)
    trouble.phones.fails = [OutcomeUnknown("500") for _ in range(3)]
    for call_id in (first, *others):
        _place(trouble, call_id)
    assert len(trouble.phones.dialled) == 3
    with trouble.db.transaction(EVERYTHING) as session:
        assert {session.get_one(Call, call_id).refused_because for call_id in others[2:]} == {"carrier_not_reached"}


def test_row_15_one_call_tries_whether_the_carrier_is_back_before_all_others_follow(trouble: Trouble) -> None:
    _full_floor(trouble)
    trouble.phones.fails = [NotSent("refused")]
    for call_id in _hand_out(trouble, seconds=0):
        _place(trouble, call_id)
    assert _hand_out(trouble, seconds=20) == []
    trial = _hand_out(trouble, seconds=90)
    assert len(trial) == 1
    assert _hand_out(trouble, seconds=91) == []
    _place(trouble, trial[0], seconds=91)
    assert len(_hand_out(trouble, seconds=92)) == 5


def test_somebody_answered_and_never_joined_is_not_kept_on_the_line(trouble: Trouble) -> None:
    trouble.place()
    trouble.tell(CallEvent.ANSWER)  # and the request for the answer document is lost
    trouble.phones.now_is(next(iter(trouble.phones.calls)), CallStatus.ANSWERED)
    trouble.settle(59)
    assert ("end_kindly", str(trouble.call_id)) not in trouble.jobs()
    trouble.settle(61)
    assert ("end_kindly", str(trouble.call_id)) in trouble.jobs()
    trouble.tell(CallEvent.END, EndReason.COMPLETED, seconds=62)
    assert (trouble.call.abandoned, trouble.desk.status) == (True, AgentStatus.READY)
