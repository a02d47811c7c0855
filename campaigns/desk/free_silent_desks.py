"""Keeps the floor true: over-long wrap-ups, silent desks, outcomes that nobody logged."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.outcomes import Outcome
from campaigns.shared.endings import settle_case
from campaigns.store.calling.cases import lock_case
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.agent_sessions import (
    agents_in_wrap_up,
    agents_owing_an_outcome,
    lock_agent_session,
    move_agent,
    silent_agents,
)
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign

OWES_FOR: Final = timedelta(minutes=30)  # a desk may come back after a power cut and still log
GONE_AFTER: Final = timedelta(hours=2)


def free_silent_desks(db: Database, *, desk_silence: timedelta, now: datetime) -> None:
    """Pause what is over its limit or silent; give back cases whose outcome nobody will log any more."""
    with db.transaction(EVERYTHING) as session:
        limits = {
            agent.id: agent.since + timedelta(seconds=session.get_one(Campaign, agent.campaign_id).wrap_up_seconds)
            for agent in agents_in_wrap_up(session)
        }
        silent = silent_agents(session, before=now - desk_silence)
        owing = [
            (agent.id, agent.call_id)
            for agent in agents_owing_an_outcome(session, heard_before=now - OWES_FOR, paused_before=now - GONE_AFTER)
        ]
    for session_id in (desk for desk, limit in limits.items() if limit <= now):
        _pause(db, session_id, AgentStatus.WRAP_UP, AgentEvent.OVERRUN, PauseReason.WRAP_UP_OVER, now)
    for session_id in silent:
        _pause(db, session_id, AgentStatus.READY, AgentEvent.PAUSE, PauseReason.LINK_DOWN, now)
    for session_id, call_id in owing:
        if call_id is not None:
            _settle_unlogged(db, session_id, call_id, now)
    _sign_out_gone(db, now)


def _pause(
    db: Database, session_id: UUID, status: AgentStatus, event: AgentEvent, reason: PauseReason, now: datetime
) -> None:
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is not None and agent.status is status:
            move_agent(session, agent, event, at=now, reason=reason)


def _settle_unlogged(db: Database, session_id: UUID, call_id: UUID, now: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, call_id)
        if call is None:
            return
        case = lock_case(session, call.case_id)
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.call_id != call_id:
            return
        agent.call_id = None
        call.outcome = Outcome.NOT_LOGGED
        settle_case(session, case, call, Outcome.NOT_LOGGED, at=now)


def _sign_out_gone(db: Database, now: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        for session_id in silent_agents(session, before=now - GONE_AFTER):
            agent = lock_agent_session(session, session_id)
            if agent is not None and agent.call_id is None and agent.status is AgentStatus.PAUSED:
                move_agent(session, agent, AgentEvent.SIGN_OUT, at=now)
