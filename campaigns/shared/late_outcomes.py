"""Outcomes that come late: the link or the power was away longer than a call waits for its agent's word."""

from datetime import datetime
from typing import Final

from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.outcomes import OUTCOMES, Outcome
from campaigns.store.calling.cases import move_case
from campaigns.store.desk.desk_entries import was_with_agent
from campaigns.store.session import Session
from campaigns.store.tables import AgentSession, Call, Case

UNLOGGED: Final = OUTCOMES[Outcome.NOT_LOGGED]


def may_still_log(session: Session, agent: AgentSession, call: Call) -> bool:
    """Tell whether a call that has left the desk was this agent's talk, and nobody has said what came of it."""
    ended_unlogged = call.status is CallStatus.ENDED and call.outcome is Outcome.NOT_LOGGED
    return ended_unlogged and agent.call_id != call.id and was_with_agent(session, call.id, agent.user_id)


def take_back(session: Session, case: Case, call: Call, *, at: datetime) -> bool:
    """Put a locked case back into its call, as if the talk had just ended; False where it has gone on since."""
    unlogged = case.outcome is Outcome.NOT_LOGGED and case.status in (CaseStatus.WAITING, CaseStatus.CLOSED)
    if not unlogged or case.outcome_at is None or (call.ended_at and case.outcome_at < call.ended_at):
        return False
    if move_case(session, case, CaseEvent.REOPEN, at=at, call_id=call.id):
        case.closed_at = None
    move_case(session, case, CaseEvent.CLAIM, at=at, call_id=call.id)
    move_case(session, case, CaseEvent.DIAL, at=at, call_id=call.id)
    case.attempts -= UNLOGGED.counts
    return True
