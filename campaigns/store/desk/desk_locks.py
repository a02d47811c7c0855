"""Locks what an agent does something about by one statement, in the order of all locks: call, case, agent session."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from campaigns.store.ready_statements import Ready
from campaigns.store.tables import AgentSession, Call, Campaign, Case

_HER_CALL: Final = (
    select(Call, AgentSession)
    .select_from(Call)
    .join(AgentSession, AgentSession.id == bindparam("agent_session_id"))
    .where(Call.id == bindparam("call_id"))
)
_LOCK_CALL: Final = Ready(_HER_CALL.with_for_update(of=[Call, AgentSession], key_share=True))
_LOCK_CASE: Final = Ready(
    _HER_CALL.add_columns(Case, Campaign)
    .join(Case, Case.id == Call.case_id)
    .join(Campaign, Campaign.id == Call.campaign_id)
    .with_for_update(of=[Call, Case, AgentSession], key_share=True)
)


@dataclass(frozen=True)
class CallAtDesk:
    """A call with its case and an agent session, all locked; it need not be this agent's. The campaign is not locked."""

    call: Call
    agent: AgentSession
    case: Case
    campaign: Campaign


def lock_call_and_agent(session: Session, call_id: UUID, agent_session_id: UUID) -> tuple[Call, AgentSession] | None:
    """Return a call and an agent session locked for change; None where there is no such call."""
    found = _LOCK_CALL.held(session, {"call_id": call_id, "agent_session_id": agent_session_id})
    return (found[0], found[1]) if found else None


def lock_call_at_desk(session: Session, call_id: UUID, agent_session_id: UUID) -> CallAtDesk | None:
    """Return them with the case; None where there is no such call."""
    found = _LOCK_CASE.held(session, {"call_id": call_id, "agent_session_id": agent_session_id})
    return CallAtDesk(*found) if found else None
