"""Counts the rows of a long list under review, so that the account's page tells of them without going through all."""

from uuid import UUID

from campaigns.store.accounts.accounts import leave_cores_to_the_floor
from campaigns.store.alone import alone_with
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.totals.review_totals import save_review_totals

ALONE = "count_review_rows"


def count_review_rows(db: Database, list_id: UUID) -> int | None:
    """Return how many there are; None where somebody else is counting them at this moment."""
    with alone_with(db, ALONE, list_id, wait=False) as alone:
        if not alone:
            return None
        with db.transaction(EVERYTHING, one_moment=True) as session:
            leave_cores_to_the_floor(session)
            return save_review_totals(session, list_id)
