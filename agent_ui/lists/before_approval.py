"""What the check page says of the two things that an officer settles before a list is approved: why, and who."""

from typing import Any

from agent_ui.languages import SPOKEN, direction_of
from campaigns.rules.list_states import ListStatus
from campaigns.rules.verdicts import Reason
from campaigns.store.lists.kept_comparisons import kept_comparison, takes_long_to_compare
from campaigns.store.lists.lawful_bases import noted_basis
from campaigns.store.lists.list_rows import causes
from campaigns.store.lists.samples_going_on import is_stale, sample_to_go_on
from campaigns.store.lists.unspoken_rows import unspoken_rows
from campaigns.store.people.samples import samples_drawn, standing_sample
from campaigns.store.session import Session
from campaigns.store.tables import BeneficiaryList, ListSample
from campaigns.store.users import user


def before_approval(session: Session, kept: BeneficiaryList) -> dict[str, Any]:
    """Return the lawful basis that holds with who wrote it, and the sample that stands."""
    basis, sample = noted_basis(session, kept.id), standing_sample(session, kept.id)
    writer = user(session, basis.noted_by) if basis and basis.noted_by else None
    return {
        "basis": basis,
        "basis_by": writer.name if writer else None,
        "sample": sample,
        "sample_stale": sample is not None and kept.status is ListStatus.REVIEW and _is_stale(session, kept, sample),
        "all_known": kept.status is ListStatus.REVIEW and not kept.accepted and _all_known(session, kept),
        "goes_on": sample_to_go_on(session, kept) is not None,
        "draws": samples_drawn(session, kept.id),
        "unspoken": unspoken_rows(session, kept) if kept.status is ListStatus.REVIEW else {},
        "spoken": SPOKEN,
        "direction_of": direction_of,
    }


def _is_stale(session: Session, kept: BeneficiaryList, sample: ListSample) -> bool:
    """Tell whether rows have changed since the draw; of two long lists a comparison that holds tells it, or the approval."""
    older = session.get(BeneficiaryList, kept.replaces_id) if kept.replaces_id else None
    if older is not None and takes_long_to_compare(kept, older):
        compared = kept_comparison(session, kept)
        if compared is None or not compared.holds:
            return False
    return is_stale(session, sample)


def _all_known(session: Session, kept: BeneficiaryList) -> bool:
    """Tell whether nobody on a list can be called because those who could be are called in this campaign already."""
    return any(cause.word is Reason.DUPLICATE_IN_CAMPAIGN for cause in causes(session, kept.id))
