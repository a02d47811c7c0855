"""Decides what an answered person hears: her agent, another free agent, or a short notice."""

from datetime import datetime, timedelta
from uuid import UUID

from campaigns.endings import release_agent
from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus
from campaigns.rules.notices import abandoned_notice
from campaigns.store.agent_sessions import claim_ready_agent_speaking, lock_agent_session, move_agent
from campaigns.store.calls import lock_call, move_call
from campaigns.store.cases import lock_case
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call, Campaign, Case, Department
from campaigns.telephony.port import AnswerPlan, Join, SayAndHangUp


def connect_answered_call(db: Database, call_id: UUID, *, now: datetime, desk_silence: timedelta) -> AnswerPlan | None:
    """Return what the carrier shall do with an answered call; asked twice it answers the same. None: no such call."""
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, call_id)
        if call is None:
            return None
        case = lock_case(session, call.case_id)
        agent = _agent_for(session, call, case, heard_since=now - desk_silence, now=now)
        if agent is None or call.status is CallStatus.ENDED:
            return _notice(session, call, case)
        if call.status is not CallStatus.TALKING:
            call.answered_at = call.answered_at or now
            call.agent_session_id = agent.id
            agent.call_id = call.id
            campaign = session.get_one(Campaign, call.campaign_id)
            move_call(session, call, CallEvent.JOIN, ring_seconds=campaign.ring_seconds, at=now)
            move_agent(session, agent, AgentEvent.CONNECT, at=now)
        return Join(agent.room)


def _agent_for(
    session: Session, call: Call, case: Case, *, heard_since: datetime, now: datetime
) -> AgentSession | None:
    """Return the agent reserved for the call or already in it, else the longest-idle one who speaks the language."""
    agent = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    if agent is not None and agent.call_id == call.id:
        if agent.status is AgentStatus.ON_CALL or _is_there(agent, heard_since):
            return agent
        if agent.status is not AgentStatus.RESERVED:
            return None
        release_agent(session, call, agent, at=now)
    return claim_ready_agent_speaking(session, call.campaign_id, case.language, heard_since=heard_since)


def _is_there(agent: AgentSession, heard_since: datetime) -> bool:
    """A leg that is up tells more than her page, which may be slow; who has none must have been heard."""
    present = agent.leg_call_id is not None or (agent.has_leg and agent.heard_at >= heard_since)
    return agent.status is AgentStatus.RESERVED and present


def _notice(session: Session, call: Call, case: Case) -> SayAndHangUp:
    department = session.get_one(Department, call.department_id).name
    text, language = abandoned_notice(case.language, department)
    return SayAndHangUp(text, language)
