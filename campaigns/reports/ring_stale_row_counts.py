"""Rings for campaigns whose lists or script have changed since their rows and answers were counted by place."""

from datetime import datetime

from campaigns.store.session import EVERYTHING, Database, enqueue
from campaigns.store.totals.answer_totals import campaigns_to_count
from campaigns.store.totals.review_totals import stale_reviews
from campaigns.store.totals.row_totals import stale_counts


def ring_stale_row_counts(db: Database, *, now: datetime) -> None:
    """Enqueue a job for each; it may run twice."""
    with db.transaction(EVERYTHING) as session:
        for campaign_id in stale_counts(session):
            enqueue(session, "reports", "count_list_rows", campaign_id)
        for list_id in stale_reviews(session, now=now):
            enqueue(session, "reports", "count_review_rows", list_id)
        for campaign_id in campaigns_to_count(session):
            enqueue(session, "reports", "count_answers", campaign_id)
