"""What must stand before a list is approved: a lawful basis, and a sample that is still one of the list as it is."""

from datetime import datetime
from typing import Final

from campaigns.rules.lawful_basis import BASIS_MISSING
from campaigns.rules.refusals import Refusal
from campaigns.store.lawful_bases import gaps_in_basis, lawful_basis_of
from campaigns.store.samples import is_stale, standing_sample
from campaigns.store.session import Session
from campaigns.store.tables import BeneficiaryList

SAMPLE_STALE: Final = Refusal(
    "sample_stale",
    "Rows of this list have changed since the sample was drawn: draw it again with the same seed, or call everyone.",
)


def not_ready_for_approval(session: Session, kept: BeneficiaryList, *, now: datetime) -> Refusal | None:
    """Return what a locked list in review still needs, the first thing first."""
    basis = lawful_basis_of(session, kept.id)
    if basis is None:
        return BASIS_MISSING
    if gaps := gaps_in_basis(session, kept.campaign_id, basis, now=now):
        return gaps[0]
    sample = standing_sample(session, kept.id)
    return SAMPLE_STALE if sample is not None and is_stale(session, sample) else None
