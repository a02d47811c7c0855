"""Decides what an answered person hears: her agent, another free agent, a moment of waiting, or a short notice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.answering import PAUSE, may_ask_again
from campaigns.rules.carrier.notices import abandoned_notice
from campaigns.shared.carrier_events import Taken, take_in
from campaigns.shared.endings import release_agent
from campaigns.shared.joining import is_there, join_agent
from campaigns.shared.spoken_notices import spoken_notice
from campaigns.store.calling.cases import lock_case
from campaigns.store.calls.open_lines import lock_line
from campaigns.store.desk.agent_sessions import (
    claim_ready_agent_speaking,
    is_anybody_ready,
    lock_agent_session,
)
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call, Case
from campaigns.telephony.port import AnswerPlan, AskAgain, CallTold, Join

ANSWERED: Final = (Taken.RECORDED, Taken.DOUBLED)  # of these the question is answered


@dataclass(frozen=True)
class _Look:
    """One look for an agent. `patient`: wait for agents whom somebody else holds at this moment."""

    heard_since: datetime
    now: datetime
    patient: bool = False


def connect_answered_call(
    db: Database, call_id: UUID, *, now: datetime, desk_silence: timedelta, told: CallTold | None = None
) -> AnswerPlan | Taken | None:
    """Return what the carrier shall do with an answered call; asked twice it answers the same. None: no such call.

    `told`: what the question itself tells of the call, taken in before; where nothing is to be answered, what became
    of that. An agent whom the dialler holds for an instant is no reason to turn a person away: then a second look, with
    nothing else of ours locked but this call and its case, waits for her.
    """
    look = _Look(now - desk_silence, now)
    with db.transaction(EVERYTHING) as session:
        line = lock_line(session, call_id)
        if line is None:
            return None
        taken = take_in(session, *line, told, now=now) if told else Taken.RECORDED
        if taken not in ANSWERED:
            return taken
        plan = _plan(session, call_id, line[0], look)
    if plan is not None:
        return plan
    with db.transaction(EVERYTHING) as session:
        line = lock_line(session, call_id)
        return _plan(session, call_id, line[0], _Look(now - desk_silence, now, patient=True)) if line else None


def _plan(session: Session, call_id: UUID, call: Call, look: _Look) -> AnswerPlan | None:
    """Return the plan for a line, locked with its present call; None where an impatient look found every free agent held."""
    if call.id != call_id:
        call = session.get_one(Call, call_id)  # the line serves another person by now: the question is an old one
    if call.status is CallStatus.ENDED or call.outcome is not None or call.abandoned:
        return spoken_notice(session, call, abandoned_notice)
    with session.no_autoflush:  # nothing read here hangs on the call: it, its agent and their history are written once
        return _plan_of_open_call(session, call, look)


def _plan_of_open_call(session: Session, call: Call, look: _Look) -> AnswerPlan | None:
    case = lock_case(session, call.case_id)
    agent = _agent_for(session, call, case, look)
    if agent is not None:
        return _join(session, call, agent, at=look.now)
    if not look.patient and is_anybody_ready(session, call.campaign_id, case.language, heard_since=look.heard_since):
        return None
    call.answered_at = call.answered_at or look.now
    if may_ask_again(call.answered_at, now=look.now):
        if call.status is not CallStatus.TALKING:
            call.agent_session_id = None  # whom it rang for is not there: whoever becomes free may take it
        return AskAgain(call.id, round(PAUSE.total_seconds()))
    call.abandoned = True  # counted at once: the dialler goes by it
    return spoken_notice(session, call, abandoned_notice)


def _join(session: Session, call: Call, agent: AgentSession, *, at: datetime) -> Join:
    if call.status is not CallStatus.TALKING:
        call.answered_at = call.answered_at or at
        join_agent(session, call, agent, at=at)
    return Join(agent.room)


def _agent_for(session: Session, call: Call, case: Case, look: _Look) -> AgentSession | None:
    """Return the agent reserved for the call or already in it, else the longest-idle one who speaks the language."""
    agent = _agent_of(session, call)
    if agent is not None:
        if agent.status is AgentStatus.ON_CALL:
            return agent
        if agent.status is not AgentStatus.RESERVED:
            return None
        if is_there(agent, heard_since=look.heard_since):
            return agent
        release_agent(session, call, agent, at=look.now)
    elif call.status is CallStatus.TALKING:
        return None  # its agent has gone; upkeep ends it
    return claim_ready_agent_speaking(
        session, call.campaign_id, case.language, heard_since=look.heard_since, wait=look.patient
    )


def _agent_of(session: Session, call: Call) -> AgentSession | None:
    """Return the agent of a call, locked; one who has gone on to other work is not locked, for no agent waits then."""
    seen = session.get(AgentSession, call.agent_session_id) if call.agent_session_id else None
    if seen is None or seen.call_id != call.id:
        return None
    agent = lock_agent_session(session, seen.id)
    return agent if agent is not None and agent.call_id == call.id else None
