"""A supervisor in an agent's call, over real sockets: the hooks, the sandbox carrier, and who hears whom in it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.calls.end_orphan_calls import end_orphan_calls
from campaigns.floor.change_listening import change_listening
from campaigns.floor.end_listening import end_listening
from campaigns.floor.end_stale_listenings import end_stale_listenings
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.floor.supervision import Left, Supervision
from campaigns.rules.refusals import Refusal
from campaigns.store.desk.desk import desk_state
from campaigns.store.desk.listenings import moves_of, note_listener_heard
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AccessTrace, AgentSession, Campaign, User
from campaigns.telephony.failures import OutcomeUnknown
from campaigns.telephony.port import PlaceAgentLeg
from campaigns.telephony.twilio_calls import TwilioCalls
from tests.given_floor import NOW
from tests.telephony.given_talk import AGENTS_PHONE, JOIN, LISTEN, WHISPER, Talk
from tests.telephony.given_talk import talk as talk


def test_row_38_a_supervisor_comes_in_unheard_whispers_joins_and_leaves_and_every_second_is_kept(talk: Talk) -> None:
    listening = talk.joins()
    assert talk.hears_supervisor(listening) == set()
    assert talk.change(listening, WHISPER, seconds=30) is None
    assert talk.hears_supervisor(listening) == {"agent"}
    assert talk.change(listening, JOIN, seconds=50) is None
    assert talk.hears_supervisor(listening) == {"agent", "person"}
    assert talk.change(listening, LISTEN, seconds=55) is None
    assert talk.hears_supervisor(listening) == set()
    with talk.db.transaction(EVERYTHING) as session:
        shown = desk_state(session, talk.sandbox.desk().id, now=NOW).supervisor
    assert (shown.listener, shown.mode) == ("Gulshan", LISTEN)
    end_listening(talk.db, listening, talk.supervisor.id, now=NOW + timedelta(seconds=60))
    assert talk.sandbox.do_jobs() == ["end_carrier_call"]
    talk.sandbox.until(lambda: len(talk.room()) == 2)
    assert talk.sandbox.call().status is CallStatus.TALKING
    with talk.db.transaction(EVERYTHING) as session:
        traces = session.scalars(select(AccessTrace).where(AccessTrace.action == "listened")).all()
    assert [trace.subject["seconds"] for trace in traces] == [{"listen": 34, "whisper": 20, "join": 6}]
    assert traces[0].user_id == talk.supervisor.id
    assert str(talk.sandbox.call().id) == traces[0].subject["call_id"]


def test_a_supervisor_comes_in_by_her_browser_and_its_end_takes_her_out(talk: Talk) -> None:
    listening = talk.joins(leg="browser")
    assert talk.hears_supervisor(listening) == set()
    leg = talk.listening(listening).leg_call_id
    talk.sandbox.network.post(f"/sandbox/calls/{leg}/hang-up").raise_for_status()
    talk.sandbox.until(lambda: talk.listening(listening).ended_at is not None)
    assert (talk.listening(listening).because, talk.listening(listening).leg_call_id) == (Left.LEG_FELL, None)
    assert talk.sandbox.call().status is CallStatus.TALKING


def test_when_the_person_hangs_up_the_supervisor_is_out_before_the_agents_next_call(talk: Talk) -> None:
    listening = talk.joins()
    talk.change(listening, JOIN)
    talk.sandbox.network.post(f"/sandbox/calls/{talk.sandbox.call().carrier_call_id}/hang-up").raise_for_status()
    talk.sandbox.until(lambda: talk.listening(listening).ended_at is not None)
    assert talk.listening(listening).because is Left.CALL_OVER
    talk.sandbox.house.redis.flushall()  # the bell that would hang her leg up is lost
    end_stale_listenings(talk.db, telephony=talk.sandbox.house.telephony, silence=timedelta(minutes=1), now=NOW)
    talk.sandbox.until(lambda: len(talk.room()) == 1)


def test_a_supervisor_whose_page_has_died_is_taken_out_and_one_who_is_heard_stays(talk: Talk) -> None:
    listening = talk.joins()

    def look(seconds: float) -> int:
        telephony, at = talk.sandbox.house.telephony, NOW + timedelta(seconds=seconds)
        return end_stale_listenings(talk.db, telephony=telephony, silence=timedelta(seconds=30), now=at)

    assert end_orphan_calls(talk.db, telephony=talk.sandbox.house.telephony, now=NOW + timedelta(minutes=5)) == 0
    with talk.db.transaction(EVERYTHING) as session:
        assert note_listener_heard(session, listening, talk.supervisor.id, at=NOW + timedelta(seconds=20))
    assert look(40) == 0
    assert look(60) == 1
    assert talk.listening(listening).because is Left.NOT_HEARD


def test_who_is_not_of_the_floor_or_comes_second_or_too_late_is_refused(talk: Talk) -> None:
    def because(refused: object) -> str:
        assert isinstance(refused, Refusal)
        return refused.because

    assert because(talk.begin(by=talk.stranger)) == "agent_unknown"
    listening = talk.joins()
    assert because(talk.begin()) == "listened_to"
    assert (
        because(
            change_listening(
                talk.db, listening, talk.stranger.id, JOIN, telephony=talk.sandbox.house.telephony, clock=lambda: NOW
            )
        )
        == "listening_over"
    )
    end_listening(talk.db, listening, talk.stranger.id, now=NOW)
    assert talk.listening(listening).ended_at is None
    with talk.db.transaction(EVERYTHING) as session:
        session.get_one(AgentSession, talk.sandbox.desk().id).status = AgentStatus.WRAP_UP
        session.get_one(User, talk.supervisor.id).desk_phone = None
    assert because(talk.begin()) == "not_on_call"


def test_row_38_an_agent_who_comes_back_on_another_leg_is_whispered_to_only_when_it_is_asked_anew(talk: Talk) -> None:
    listening = talk.joins()
    talk.change(listening, WHISPER)
    first = talk.sandbox.desk().leg_call_id
    talk.sandbox.house.telephony.place_agent_leg(PlaceAgentLeg(talk.sandbox.desk().id, AGENTS_PHONE, "+911140000000"))
    talk.sandbox.until(lambda: talk.sandbox.desk().leg_call_id not in (None, first))
    now = talk.listening(listening)
    assert (now.mode, now.wanted) == (LISTEN, WHISPER)
    talk.sandbox.until(lambda: talk.change(listening, WHISPER) is None)
    assert talk.hears_supervisor(listening) == {"agent"}


def test_where_the_department_wants_it_silent_the_agent_is_not_shown_who_listens(talk: Talk) -> None:
    with talk.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, talk.sandbox.floor.campaign.id).agents_see_listening = False
    listening = talk.joins()
    with talk.db.transaction(EVERYTHING) as session:
        assert desk_state(session, talk.sandbox.desk().id, now=NOW).supervisor.listener is None
    assert trace(talk, listening) == ["listen"]


def trace(talk: Talk, listening: UUID) -> list[str]:
    with talk.db.transaction(EVERYTHING) as session:
        return [mode for mode, _at in moves_of(session, listening)]


class AnswerLost(TwilioCalls):
    """A carrier that does what it is asked, and whose answer is lost on its way."""

    def supervise(self, room: str, listener: str, mode: Supervision, agent: str | None) -> None:
        super().supervise(room, listener, mode, agent)
        raise OutcomeUnknown("ReadTimeout")


class DiesOverIt(TwilioCalls):
    """A carrier that does what it is asked, and our process is killed before it has written that down."""

    def supervise(self, room: str, listener: str, mode: Supervision, agent: str | None) -> None:
        super().supervise(room, listener, mode, agent)
        raise SystemExit("killed")


def test_row_38_where_nobody_knows_what_the_carrier_did_she_is_out_and_the_trace_says_what_was_heard(
    talk: Talk,
) -> None:
    listening = talk.joins()
    died_at, hers = NOW + timedelta(seconds=10), talk.supervisor.id
    lossy, alive = AnswerLost(talk.sandbox.house.settings), talk.sandbox.house.telephony
    refused = change_listening(talk.db, listening, hers, JOIN, telephony=lossy, clock=lambda: died_at)
    assert refused is not None
    assert refused.because == "carrier_unsure"
    assert talk.listening(listening).because is Left.CARRIER_UNSURE
    assert trace(talk, listening) == ["listen", "join", "ended"]
    talk.sandbox.do_jobs()
    talk.sandbox.until(lambda: len(talk.room()) == 2)
    listening = talk.joins()  # again, and our process is killed after the carrier's yes
    dying = DiesOverIt(talk.sandbox.house.settings)
    with pytest.raises(SystemExit):
        change_listening(talk.db, listening, hers, JOIN, telephony=dying, clock=lambda: died_at)
    assert talk.hears_supervisor(listening) == {"agent", "person"}
    refused = talk.change(listening, LISTEN, seconds=20)
    assert refused is not None
    assert refused.because == "carrier_still_at_it"
    with talk.db.transaction(EVERYTHING) as session:
        note_listener_heard(session, listening, hers, at=NOW + timedelta(seconds=50))
    silence, now = timedelta(seconds=30), NOW + timedelta(seconds=50)
    assert end_stale_listenings(talk.db, telephony=alive, silence=silence, now=now) == 1
    assert talk.listening(listening).because is Left.CARRIER_UNSURE
    with talk.db.transaction(EVERYTHING) as session:
        moves = moves_of(session, listening)
    assert moves[1:] == [("join", died_at), ("ended", now)]
