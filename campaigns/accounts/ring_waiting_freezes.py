"""Rings again for certificates that wait to be made: the bell was lost, or the worker died at it."""

from campaigns.store.accounts.certificates import waiting_freezes
from campaigns.store.session import EVERYTHING, Database, enqueue


def ring_waiting_freezes(db: Database) -> None:
    """Enqueue a job for each; one that somebody is at is left alone."""
    with db.transaction(EVERYTHING) as session:
        for asked in waiting_freezes(session):
            enqueue(session, "reports", "freeze_account", asked.id)
