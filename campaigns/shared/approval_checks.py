"""What must stand before a list is approved: a lawful basis, and a sample that is still one of the list as it is."""

from datetime import datetime
from typing import Final

from campaigns.rules.lists.lawful_basis import BASIS_MISSING
from campaigns.rules.refusals import Refusal
from campaigns.store.lists.lawful_bases import gaps_in_basis, lawful_basis_of
from campaigns.store.lists.samples_going_on import follows, is_stale, sample_to_go_on
from campaigns.store.people.samples import standing_sample
from campaigns.store.session import Session
from campaigns.store.tables import BeneficiaryList

SAMPLE_STALE: Final = Refusal(
    "sample_stale",
    "Rows of this list have changed since the sample was drawn: draw it again with the same seed, or call everyone.",
)

OLDER_SAMPLED: Final = Refusal(
    "older_was_sampled",
    "Of the list that this one replaces only a sample is called. Say first who of this list is called: go on with that"
    " sample, or call everyone.",
)
OLDER_NOT_SAMPLED: Final = Refusal(
    "older_not_sampled",
    "Everybody of the list that this one replaces is called, and calls have begun: a sample would leave people out."
    " Call everyone of this list, too.",
)


def not_ready_for_approval(session: Session, kept: BeneficiaryList, *, now: datetime) -> Refusal | None:
    """Return what a locked list in review still needs, the first thing first."""
    if refusal := basis_not_ready(session, kept, now=now):
        return refusal
    sample, before = standing_sample(session, kept.id), sample_to_go_on(session, kept)
    if not follows(sample, before):
        return OLDER_SAMPLED if before is not None else SAMPLE_STALE
    if sample is not None and sample.follows_id is None and kept.replaces_id is not None:
        return OLDER_NOT_SAMPLED
    return SAMPLE_STALE if sample is not None and is_stale(session, sample) else None


def basis_not_ready(session: Session, kept: BeneficiaryList, *, now: datetime) -> Refusal | None:
    """Return what the lawful basis of a list still needs, which takes no look at its rows."""
    basis = lawful_basis_of(session, kept.id)
    if basis is None:
        return BASIS_MISSING
    gaps = gaps_in_basis(session, kept.campaign_id, basis, now=now)
    return gaps[0] if gaps else None
