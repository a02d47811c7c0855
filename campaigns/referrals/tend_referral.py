"""An officer takes a referral, writes down what was done, or says that it is solved."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.referral_states import ReferralEvent
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.erased_people import is_erased
from campaigns.store.referrals.referral_pages import is_for
from campaigns.store.referrals.referrals import Step, lock_referral, move_referral
from campaigns.store.session import Database, Scope
from campaigns.store.tables import User

BY_OFFICERS: Final = (ReferralEvent.TAKE, ReferralEvent.NOTE, ReferralEvent.SOLVE)
LONGEST_NOTE: Final = 1_000


def tend_referral(
    db: Database, officer: User, referral_id: UUID, event: ReferralEvent, note: str, *, now: datetime
) -> Refusal | None:
    """Do it, if the referral belongs into her area; only the citizen's yes closes it. Of an erased person no words are kept."""
    said = note.replace("\x00", "").strip()[:LONGEST_NOTE]
    if event not in BY_OFFICERS:
        return Refusal(
            "not_by_officers",
            "Only the citizen's own word can do that: note what was done and say that it is solved, and she is asked on a call.",
        )
    with db.transaction(Scope(officer.department_id)) as session:
        referral = lock_referral(session, referral_id)
        if referral is None or not is_for(session, officer, referral):
            return Refusal(
                "referral_unknown",
                "This referral is not, or no more, one of your area: look among those that your page shows.",
            )
        erased = is_erased(session, referral.case_id)
        if event is not ReferralEvent.TAKE and not (said or erased):
            return Refusal("note_missing", "Write what was done.")
        if erased:  # that something was done is kept, the words are not
            said = ""
        if not move_referral(session, referral, Step(event, now, said, officer.id)):
            return Refusal("referral_moved", "Somebody was quicker: load the page again.")
        if event is ReferralEvent.TAKE:
            referral.officer_id = officer.id
        if event is ReferralEvent.SOLVE:
            referral.solved_at = now
    return None
