"""Rings for campaigns whose lists have changed since their rows were counted by place."""

from campaigns.store.row_totals import stale_counts
from campaigns.store.session import EVERYTHING, Database, enqueue


def ring_stale_row_counts(db: Database) -> None:
    """Enqueue a job for each; it may run twice."""
    with db.transaction(EVERYTHING) as session:
        for campaign_id in stale_counts(session):
            enqueue(session, "reports", "count_list_rows", campaign_id)
