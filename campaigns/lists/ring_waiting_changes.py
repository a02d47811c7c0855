"""Rings again for long changes of lists that wait: the bell was lost, or the worker died at it."""

from campaigns.store.lists.long_changes import waiting_changes
from campaigns.store.session import EVERYTHING, Database, enqueue


def ring_waiting_changes(db: Database) -> None:
    """Enqueue a job for each; one that somebody is at is left alone."""
    with db.transaction(EVERYTHING) as session:
        for change_id in waiting_changes(session):
            enqueue(session, "ingest", "make_change", change_id)
