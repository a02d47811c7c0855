"""Counts the rows of a campaign's lists that nobody is called for, so that every tier tells of them."""

from datetime import datetime
from uuid import UUID

from campaigns.store.accounts.accounts import leave_cores_to_the_floor
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.store.totals.row_totals import alone_with_row_totals, save_row_totals


def count_list_rows(db: Database, campaign_id: UUID, *, now: datetime) -> int | None:
    """Return how many there are; None where somebody else is counting them at this moment."""
    with db.transaction(EVERYTHING, one_moment=True) as session:
        if not alone_with_row_totals(session, campaign_id):
            return None
        leave_cores_to_the_floor(session)
        counted = save_row_totals(session, campaign_id, now=now)
        tell(session, f"floor:{campaign_id}")
    return counted
