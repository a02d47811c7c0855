"""Says of which list a list in review is a newer version, or that it is a list of its own. Nothing else happens yet."""

from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.shared.changing import Making, lock_in_review
from campaigns.store.lists.kept_comparisons import (
    forget_comparison,
    keep_comparison,
    kept_comparison,
    takes_long_to_compare,
)
from campaigns.store.lists.list_versions import may_replace
from campaigns.store.lists.lists import beneficiary_list, count_verdicts
from campaigns.store.lists.rows_settling import settle_rows
from campaigns.store.session import Database, Scope, Session
from campaigns.store.tables import BeneficiaryList


def choose_older_list(
    db: Database,
    scope: Scope,
    list_id: UUID,
    older_id: UUID | None,
    *,
    withdraw_missing: bool = False,
    making: Making | None = None,
) -> Refusal | None:
    """Keep the choice until the list is approved; `withdraw_missing`: people whom it does not name are given up."""
    with db.transaction(scope) as session:
        kept = lock_in_review(session, list_id, making.change_id if making else None)
        if isinstance(kept, Refusal):
            return kept
        if not may_replace(session, kept, older_id):
            return Refusal("older_list_unknown", "Choose an approved list of this campaign.")
        kept.withdraws_missing = withdraw_missing and older_id is not None
        if kept.replaces_id != older_id:
            kept.replaces_id = older_id
            session.flush()
            settle_rows(session, kept)  # whose case came from the older list is not in the campaign twice
            count_verdicts(session, kept)
        _compare(session, kept)
        if making is not None:
            making.made(session, {})
    return None


def _compare(session: Session, kept: BeneficiaryList) -> None:
    """Keep what a long list changes, where it is not kept already; a short one is compared at every look at it."""
    older = beneficiary_list(session, kept.replaces_id) if kept.replaces_id else None
    if older is None:
        forget_comparison(session, kept.id)
    elif takes_long_to_compare(kept, older):
        compared = kept_comparison(session, kept)
        if compared is None or not compared.holds:
            keep_comparison(session, kept, older.id)
