"""Lets referrals rise a tier whose deadline has passed: from block to district to state."""

from datetime import datetime
from typing import Final

from campaigns.rules.referral_states import ReferralEvent
from campaigns.store.referrals.referrals import Step, late_referrals, lock_referral, move_referral
from campaigns.store.session import EVERYTHING, Database

AT_ONCE: Final = 500


def raise_late_referrals(db: Database, *, now: datetime) -> int:
    """Return how many rose; each has a new deadline on its new tier, and its history says when it rose."""
    with db.transaction(EVERYTHING) as session:
        late = late_referrals(session, now=now, limit=AT_ONCE)
    risen = 0
    for referral_id in late:
        with db.transaction(EVERYTHING) as session:
            referral = lock_referral(session, referral_id)
            if referral is not None and referral.due_at <= now:
                risen += move_referral(session, referral, Step(ReferralEvent.RISE, now))
    return risen
