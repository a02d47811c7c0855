"""Takes back an outcome that its agent has saved a moment ago: the case, the register and her desk are as before."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.agent_states import CHOSEN_REASONS, AgentEvent, AgentStatus, PauseReason
from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.desk.taking_back import as_it_was, may_take_back
from campaigns.rules.refusals import Refusal
from campaigns.shared.confirmations import is_confirmation_acted_on, take_back_confirmation
from campaigns.shared.endings import take_back_call
from campaigns.shared.next_tries import take_back_answer
from campaigns.store.calling.cases import lock_case, move_case
from campaigns.store.calling.planned_tries import remove_planned_try
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.desk.answers import outcome_of_call
from campaigns.store.desk.logged_outcomes import remove_outcome
from campaigns.store.people.opt_outs import lift_opt_outs_of_call
from campaigns.store.session import EVERYTHING, Database, Session, enqueue, tell
from campaigns.store.tables import AgentSession, Call, Case, LoggedOutcome

GONE_ON: Final = (CaseStatus.CLAIMED, CaseStatus.IN_CALL)
UNANSWERED: Final = (CallStatus.SENT, CallStatus.QUEUED, CallStatus.RINGING, CallStatus.UNKNOWN)
LOOKS: Final = 3
BREAKS: Final = (*CHOSEN_REASONS, PauseReason.BY_SUPERVISOR)
TOO_LATE: Final = Refusal("too_late_to_undo", "It is too late to take this back. Tell your supervisor what is right.")
CALL_HAS_COME: Final = Refusal("call_has_come", TOO_LATE.hint)  # to her, while the one before was being locked
TALKING: Final = Refusal(
    "next_talk_begun", "You are talking with the next person already. Tell your supervisor what is right."
)


def undo_outcome(db: Database, session_id: UUID, call_id: UUID, *, now: datetime, speed: float = 1) -> Refusal | None:
    """Give the agent her wrap-up back; a call that rings for her meanwhile is let go. Asked twice it is done once.

    Calls are locked before the desk, so the dialler may give her one in between: then all is looked at once more.
    """
    for _ in range(LOOKS):
        with db.transaction(EVERYTHING) as session:
            call, following = _calls(session, session_id, call_id)
            refusal = _undo(session, session_id, (call, following), now=now, speed=speed) if call else TOO_LATE
        if refusal is not CALL_HAS_COME:
            return refusal
    return TOO_LATE


def _undo(
    session: Session, session_id: UUID, calls: tuple[Call, Call | None], *, now: datetime, speed: float
) -> Refusal | None:
    call, following = calls
    case = lock_case(session, call.case_id)
    logged = outcome_of_call(session, call.id)
    seen = lock_agent_session(session, session_id) if following is None else session.get(AgentSession, session_id)
    if seen is None or logged is None or logged.user_id != seen.user_id:
        return None if seen is not None and seen.call_id == call.id else TOO_LATE
    if refusal := _too_late(logged, case, following, now=now, speed=speed):
        return refusal
    if is_confirmation_acted_on(session, call):
        return TOO_LATE
    if following is not None:
        _let_go(session, following, at=now)
    agent = lock_agent_session(session, session_id)
    if agent is None or not _give_back(session, agent, call, at=now):
        return CALL_HAS_COME if agent is not None and agent.call_id is not None else TOO_LATE
    _put_back(session, case, call, logged, at=now)
    tell(session, f"floor:{call.campaign_id}")
    return None


def _calls(session: Session, session_id: UUID, call_id: UUID) -> tuple[Call | None, Call | None]:
    """Return the call and the one that this agent has by now, locked."""
    seen = session.get(AgentSession, session_id)
    now_hers = seen.call_id if seen is not None and seen.call_id != call_id else None
    return lock_call(session, call_id), lock_call(session, now_hers) if now_hers else None


def _too_late(
    logged: LoggedOutcome, case: Case, following: Call | None, *, now: datetime, speed: float
) -> Refusal | None:
    if following is not None and following.status not in (CallStatus.INTENDED, *UNANSWERED):
        return TALKING
    untouched = case.status not in GONE_ON and case.outcome_at == logged.at
    in_time = logged.before is not None and may_take_back(logged.at, now=now, speed=speed)
    return None if in_time and untouched else TOO_LATE


def _let_go(session: Session, following: Call, *, at: datetime) -> None:
    """Free the agent of the next call: one that has not left is taken back, one that rings is stopped."""
    if following.status is CallStatus.INTENDED:
        take_back_call(session, following, "outcome_undone", at=at)
        return
    enqueue(session, "dial", "cancel_call", following.id)
    agent = lock_agent_session(session, following.agent_session_id) if following.agent_session_id else None
    if agent is not None and agent.call_id == following.id:
        agent.call_id = None
        move_agent(session, agent, AgentEvent.RELEASE, at=at)


def _give_back(session: Session, agent: AgentSession, call: Call, *, at: datetime) -> bool:
    """Give the agent her wrap-up back; the break that she has begun since, or was sent on, comes after it."""
    if agent.call_id is not None or agent.status not in (AgentStatus.READY, AgentStatus.PAUSED):
        return False
    agent.call_id = call.id
    agent.next_pause = agent.pause_reason if agent.pause_reason in BREAKS else agent.next_pause
    return move_agent(session, agent, AgentEvent.UNDO, at=at)


def _put_back(session: Session, case: Case, call: Call, logged: LoggedOutcome, *, at: datetime) -> None:
    """Let a locked case be in its call again, and nothing of the outcome be left but that it was taken back."""
    for event in (CaseEvent.REOPEN, CaseEvent.CLAIM, CaseEvent.DIAL):
        move_case(session, case, event, at=at, call_id=call.id)
    take_back_answer(session, case, call, logged.outcome, at=at)
    for name, value in as_it_was(logged.before or {}).items():
        setattr(case, name, value)
    case.closed_at = None
    take_back_confirmation(session, case, call, at=at)
    remove_planned_try(session, call.id)
    lift_opt_outs_of_call(session, call.id, by=logged.user_id, at=at)
    remove_outcome(session, logged, at=at)
    call.outcome = None
