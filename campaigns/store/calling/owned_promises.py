"""Promised calls that are due and wait for the agent who promised them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.store.tables import AgentSession, Case


def promises_waiting_for_their_agent(session: Session, campaign_id: UUID, *, since: datetime, now: datetime) -> int:
    """Count promised calls due since a moment (an older one goes to anyone) whose agent is not ready now."""
    ready = exists().where(
        AgentSession.user_id == Case.owner_id,
        AgentSession.campaign_id == campaign_id,
        AgentSession.status == AgentStatus.READY,
    )
    query = select(func.count()).where(
        Case.campaign_id == campaign_id,
        Case.status == CaseStatus.CALLBACK,
        Case.owner_id.is_not(None),
        Case.priority == 0,  # as all callbacks: by the index of what was promised
        Case.due_at <= now,
        Case.due_at > since,
        ~ready,
    )
    return session.scalar(query) or 0
