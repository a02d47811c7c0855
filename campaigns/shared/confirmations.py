"""What the end of a confirmation means for its referral and its case, and what is left when an agent takes it back."""

from datetime import datetime

from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.referrals.confirmation import event_of_answers
from campaigns.store.desk.answers import answers_of_call
from campaigns.store.referrals.confirmations import lock_referral_confirmed_on
from campaigns.store.referrals.referrals import Step, lock_referral, move_referral
from campaigns.store.session import Session
from campaigns.store.tables import Call, Case


def end_confirmation(session: Session, case: Case, call: Call | None, *, at: datetime) -> Outcome | None:
    """End the confirmation of a locked case that is about to close; None where it confirms nothing.

    Return the outcome with which her case had closed before: to be asked once more changes nothing of how her row ended.
    Without a call she was not asked: nobody may ring her any more.
    """
    if case.confirms_id is None:
        return None
    referral = lock_referral(session, case.confirms_id)
    asked = call is not None and call.script_version_id == case.script_version_id
    case.confirms_id = case.script_version_id = None
    if referral is None:
        return None
    event = event_of_answers(answers_of_call(session, call.id)) if call and asked else ReferralEvent.MISS
    step = Step(event, at, call_id=call.id if call else None)
    if move_referral(session, referral, step) and event is ReferralEvent.AGREE:
        referral.closed_at = at
    return referral.case_outcome


def is_confirmation_acted_on(session: Session, call: Call) -> bool:
    """Tell whether anything has happened to a referral since this call confirmed it, or did not; its case is locked."""
    found = lock_referral_confirmed_on(session, call)
    return found is not None and found[1][0].call_id != call.id


def take_back_confirmation(session: Session, case: Case, call: Call, *, at: datetime) -> None:
    """Let a locked case confirm again what its call has confirmed, or has not, on the tier on which it was asked."""
    found = lock_referral_confirmed_on(session, call)
    if found is None:
        return
    referral, steps = found
    asked = next(step for step in steps if step.after is ReferralStatus.CONFIRMING)
    referral.tier, referral.closed_at = asked.tier, None
    case.confirms_id, case.script_version_id = referral.id, call.script_version_id
    move_referral(session, referral, Step(ReferralEvent.TAKE_BACK, at, call_id=call.id))
