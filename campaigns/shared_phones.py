"""A call to a shared phone serves everyone who waits on it: what the phone did, it did for the whole house."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from campaigns.next_tries import note_plan, tries_of
from campaigns.rules.case_states import CaseEvent
from campaigns.rules.outcomes import OUTCOMES, Outcome
from campaigns.rules.retry_plan import CloseCase, RingAgain, after_outcome
from campaigns.store.calling_rules import rules_of_case
from campaigns.store.cases import move_case
from campaigns.store.phone_sharers import claim_sharers
from campaigns.store.session import Session
from campaigns.store.tables import Call, Campaign, Case

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


def serve_sharers(session: Session, campaign: Campaign, call: Call, outcome: Outcome, *, at: datetime) -> None:
    """Count an unanswered call for everyone of the campaign who was due on the same phone; it rings once for the house.

    Promised callbacks keep their promise.
    """
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
            if move_case(session, case, CaseEvent.CLOSE, at=at, call_id=call.id, outcome=final):
                case.attempts += OUTCOMES[final].counts
        case RingAgain() as again:
            case.due_at, case.phone_position, case.attempts = again.due_at, again.position, again.attempts
            case.outcome, case.outcome_at = outcome, at
            case.held_until = case.held_because = None
            note_plan(session, case, call, again, at=at)
