"""What follows when a call ends, for its case and its agent; shared by every use case that can end one."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.call_states import CallEvent, CallStatus, Direction, EndReason
from campaigns.rules.calling.retry_plan import AGAIN_PRIORITY, CloseCase, RingAgain, after_outcome
from campaigns.rules.carrier.answering import found_nobody
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.outcomes import OF_ENDED_CALL, OUTCOMES, Outcome
from campaigns.rules.scripts.who_answered import was_reached
from campaigns.shared.confirmations import end_confirmation
from campaigns.shared.joining import take_who_waits
from campaigns.shared.next_tries import note_plan, note_when_she_answered, tries_of
from campaigns.shared.promises import PROMISE_PRIORITY, promise_call
from campaigns.shared.shared_phones import serve_sharers
from campaigns.shared.speakers import note_who_spoke
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.cases import lock_case, move_case
from campaigns.store.calls.calls import end_with, move_call
from campaigns.store.desk.agent_sessions import (
    lock_agent_session,
    lock_free_agent_sessions,
    move_agent,
    take_due_pause,
)
from campaigns.store.dialling.dial_decisions import note_decisions
from campaigns.store.session import Session
from campaigns.store.tables import AgentSession, Call, Campaign, Case

CALLBACK_PRIORITY = PROMISE_PRIORITY


def end_call(session: Session, call: Call, reason: EndReason, *, at: datetime) -> bool:
    """End a locked call that had left for the carrier; False where it had ended before.

    Talked: the agent logs what came of it. Not talked: the end itself is the outcome, and the agent is free again.
    """
    if call.status is CallStatus.ENDED:
        return False
    if call.outcome is not None:  # known while the line was still open
        _end(session, call, reason, at=at)
        _free_of_line(session, call, at=at)
        return True
    case = lock_case(session, call.case_id)  # before the call changes: it is written once, with its outcome
    agent = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    _end(session, call, reason, at=at)
    if call.talking_at is not None:
        _leave_talk(session, call, case, agent, at=at)
        return True
    if call.direction is Direction.IN:
        call.outcome, case.held_until = Outcome.PROMISED, None  # her line is free: she can be called
    else:
        outcome = Outcome.ABANDONED if call.answered_at else OF_ENDED_CALL[reason]
        call.abandoned = call.abandoned or found_nobody(call.answered_at, now=at)
        call.outcome = outcome
        settle_case(session, case, call, outcome, at=at)
    release_agent(session, call, agent, at=at)
    if agent is not None:
        take_who_waits(session, agent, at=at)
    return True


def withdraw_call(session: Session, call: Call, because: str, *, at: datetime, wait: timedelta = timedelta()) -> None:
    """End a locked call of which nothing has left; its case is as before, due again after `wait`, its agent free."""
    agent = take_back_call(session, call, because, at=at, wait=wait)
    if agent is not None:
        take_who_waits(session, agent, at=at)


def take_back_call(
    session: Session, call: Call, because: str, *, at: datetime, wait: timedelta = timedelta()
) -> AgentSession | None:
    """Withdraw a call, but return its agent, locked, for whom something else than the next person is meant."""
    end_with(call, EndReason.NOT_SENT, because)
    campaign = session.get_one(Campaign, call.campaign_id)
    if not move_call(session, call, CallEvent.END, ring_seconds=campaign.ring_seconds, at=at):
        return None
    note_decisions(session, campaign, Counter({because: 1}), at=at)
    case = lock_case(session, call.case_id)
    agent = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    due_at = at + wait if wait else min(at, call.expires_at)  # a clock that jumped ahead puts nobody off
    release_case(session, case, call, due_at=max(case.due_at, due_at), at=at)
    release_agent(session, call, agent, at=at)
    return agent


def release_case(session: Session, case: Case, call: Call, *, due_at: datetime, at: datetime) -> None:
    """Put a locked case back as it was before the call, which was no attempt."""
    promised = case.priority == CALLBACK_PRIORITY
    if case.status is CaseStatus.CLAIMED:
        event = CaseEvent.BOOK if promised else CaseEvent.RELEASE
    else:
        event = CaseEvent.BOOK if promised else CaseEvent.RETRY
    if move_case(session, case, event, at=at, call_id=call.id):
        case.due_at = due_at


def settle_case(session: Session, case: Case, call: Call, outcome: Outcome, *, at: datetime) -> None:
    """Carry out on a locked case what follows an outcome other than a booked callback."""
    campaign = session.get_one(Campaign, case.campaign_id)
    rules = rules_of_case(session, campaign, case, now=at)
    tries = tries_of(session, campaign, case, call, rules)
    if call.direction is Direction.IN or call.crossed_at is not None:  # she rang us: no attempt on her
        tries = replace(tries, attempts=tries.attempts - OUTCOMES[outcome].counts)
    plan = after_outcome(outcome, tries, rules, max_attempts=campaign.max_attempts, now=at)
    case.reached = case.reached or was_reached(outcome, confirmed=call.confirmed)
    match plan:
        case CloseCase(outcome=final):
            ended_with = end_confirmation(session, case, call, at=at) or final
            if move_case(session, case, CaseEvent.CLOSE, at=at, call_id=call.id, outcome=ended_with):
                case.attempts = tries.attempts + OUTCOMES[final].counts
        case RingAgain() as again:
            if move_case(session, case, CaseEvent.RETRY, at=at, call_id=call.id, outcome=outcome):
                case.due_at, case.phone_position, case.attempts = again.due_at, again.position, again.attempts
                case.priority, case.owner_id = AGAIN_PRIORITY, None
                case.needs_agent_reserved = case.needs_agent_reserved or again.agent_reserved
                note_plan(session, case, call, again, at=at)
                if call.crossed_at is not None or call.agent_lost_at is not None:  # she was told that we call again
                    promise_call(session, case, rules, at=at)
    note_when_she_answered(session, case, call, outcome, tries)
    serve_sharers(session, campaign, call, outcome, at=at)


def _end(session: Session, call: Call, reason: EndReason, *, at: datetime) -> None:
    end_with(call, reason)
    move_call(session, call, CallEvent.END, ring_seconds=0, at=at)


def _free_of_line(session: Session, call: Call, *, at: datetime) -> None:
    """Let the agent who had logged the outcome before the line closed take who waits, unless she is being given a call."""
    if call.agent_session_id is not None:
        for agent in lock_free_agent_sessions(session, [call.agent_session_id]).values():
            take_who_waits(session, agent, at=at)


def _leave_talk(session: Session, call: Call, case: Case, agent: AgentSession | None, *, at: datetime) -> None:
    """After a talk the outcome is the agent's word; without an agent who owes it, it is not logged.

    Whose line fell in the talk and whose page is silent too will say nothing: the talk broke off.
    """
    if agent is not None and agent.call_id == call.id:
        if call.agent_lost_at is None or agent.heard_at >= call.agent_lost_at:
            move_agent(session, agent, AgentEvent.HANG_UP, at=at)
            return
        let_go(session, agent, at=at)
    note_who_spoke(session, call)
    call.outcome = Outcome.CUT_OFF if call.agent_lost_at else Outcome.NOT_LOGGED
    settle_case(session, case, call, call.outcome, at=at)


def let_go(session: Session, agent: AgentSession, *, at: datetime) -> None:
    """Take a locked agent out of a talk that goes on, or ended, without her; she is back when her line is."""
    agent.call_id = None
    move_agent(session, agent, AgentEvent.HANG_UP, at=at)
    move_agent(session, agent, AgentEvent.OVERRUN, at=at, reason=PauseReason.LINK_DOWN)


def release_agent(session: Session, call: Call, agent: AgentSession | None, *, at: datetime) -> None:
    """Free a locked agent who was reserved for a call that she does not get."""
    if agent is not None and agent.call_id == call.id and agent.status is AgentStatus.RESERVED:
        agent.call_id = None
        move_agent(session, agent, AgentEvent.RELEASE, at=at)
        take_due_pause(session, agent, at=at)
