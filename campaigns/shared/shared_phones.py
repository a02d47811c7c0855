"""A call to a shared phone serves everyone who waits on it: what the phone did, it did for the whole house."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.calling.retry_plan import AGAIN_PRIORITY, CloseCase, RingAgain, after_outcome
from campaigns.rules.case_states import CaseEvent
from campaigns.rules.outcomes import OUTCOMES, Outcome, OutcomeWish
from campaigns.rules.refusals import Refusal
from campaigns.shared.confirmations import end_confirmation
from campaigns.shared.next_tries import note_plan, tries_of
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.cases import move_case
from campaigns.store.calls.open_lines import continue_line
from campaigns.store.calls.phone_sharers import claim_sharer, claim_sharers, reserve_agents_for_house
from campaigns.store.session import Session, tell
from campaigns.store.tables import AgentSession, Call, Campaign, Case

OF_THE_PHONE: Final = frozenset(
    {
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.REJECTED,
        Outcome.UNREACHABLE,
        Outcome.INVALID_NUMBER,
        Outcome.MACHINE,
    }
)


PICKED_UP_TO_SILENCE: Final = frozenset({Outcome.ABANDONED, Outcome.MACHINE})  # a machine may have been a person


def serve_sharers(session: Session, campaign: Campaign, call: Call, outcome: Outcome, *, at: datetime) -> None:
    """Count an unanswered call for everyone of the campaign who was due on the same phone; it rings once for the house.

    Promised callbacks keep their promise. A phone that was picked up to silence must not be so again, whoever of the
    house is called next.
    """
    if outcome in PICKED_UP_TO_SILENCE:
        reserve_agents_for_house(session, call.phone)
    if outcome not in OF_THE_PHONE or call.sent_at is None:
        return
    for case in claim_sharers(session, call, now=at):
        _serve(session, campaign, case, call, outcome, at=at)


def _serve(session: Session, campaign: Campaign, case: Case, call: Call, outcome: Outcome, *, at: datetime) -> None:
    rules = rules_of_case(session, campaign, case, now=at)
    tries = tries_of(session, campaign, case, call, rules)
    tries = replace(tries, dials=tries.dials + 1, rang_at=(*tries.rang_at, call.sent_at or at))
    match after_outcome(outcome, tries, rules, max_attempts=campaign.max_attempts, now=at):
        case CloseCase(outcome=final):
            ended_with = end_confirmation(session, case, call, at=at) or final
            if move_case(session, case, CaseEvent.CLOSE, at=at, call_id=call.id, outcome=ended_with):
                case.attempts += OUTCOMES[final].counts
        case RingAgain() as again:
            case.due_at, case.phone_position, case.attempts = again.due_at, again.position, again.attempts
            case.outcome, case.outcome_at, case.priority = outcome, at, AGAIN_PRIORITY
            case.held_until = case.held_because = None
            note_plan(session, case, call, again, at=at)


def sharer_to_go_on_with(session: Session, call: Call, agent: AgentSession, wish: OutcomeWish) -> Case | Refusal | None:
    """Return the locked case of the person with whom the talk shall go on, or why it cannot; None: with nobody."""
    if wish.then_case is None:
        return None
    if agent.status is not AgentStatus.ON_CALL or call.status is not CallStatus.TALKING:
        return Refusal("line_closed", "The line is closed. The others on this phone are called later.")
    if wish.outcome is Outcome.OPT_OUT:
        return Refusal("phone_opted_out", "This phone asked never to be called again: end the talk with that.")
    return claim_sharer(session, call, wish.then_case) or Refusal(
        "sharer_gone",
        "This person does not wait on this phone any more: go on with another one, or save and take the next call.",
    )


def go_on_with(session: Session, call: Call, agent: AgentSession, case: Case, *, at: datetime) -> None:
    """Let a locked call's line serve another person; its agent talks on, and owes the outcome of the next one."""
    following = continue_line(session, call, case, at=at)
    move_case(session, case, CaseEvent.CLAIM, at=at, call_id=following.id)
    move_case(session, case, CaseEvent.DIAL, at=at, call_id=following.id)
    agent.call_id, agent.heard_at = following.id, at
    tell(session, f"agent:{agent.id}")
