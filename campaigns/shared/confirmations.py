"""What the end of a confirmation call means for its referral and its case; shared like endings."""

from datetime import datetime

from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent
from campaigns.rules.referrals.confirmation import event_of_answers
from campaigns.store.desk.answers import answers_of_call
from campaigns.store.referrals.referrals import Step, lock_referral, move_referral
from campaigns.store.session import Session
from campaigns.store.tables import Call, Case


def end_confirmation(session: Session, case: Case, call: Call, *, at: datetime) -> Outcome | None:
    """End the confirmation of a locked case that is about to close; None where it confirms nothing.

    Return the outcome with which her case had closed before: to be asked once more changes nothing of how her row ended.
    """
    if case.confirms_id is None:
        return None
    referral = lock_referral(session, case.confirms_id)
    asked = call.script_version_id == case.script_version_id
    case.confirms_id = case.script_version_id = None
    if referral is None:
        return None
    event = event_of_answers(answers_of_call(session, call.id)) if asked else ReferralEvent.MISS
    if move_referral(session, referral, Step(event, at, call_id=call.id)) and event is ReferralEvent.AGREE:
        referral.closed_at = at
    return referral.case_outcome
