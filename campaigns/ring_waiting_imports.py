"""Rings again for lists that wait to be read: the bell was lost, or the worker died at it."""

from campaigns.store.lists import lists_to_import
from campaigns.store.session import EVERYTHING, Database, enqueue


def ring_waiting_imports(db: Database) -> None:
    """Enqueue an import for each; one that somebody is at leaves the list alone."""
    with db.transaction(EVERYTHING) as session:
        for list_id in lists_to_import(session):
            enqueue(session, "ingest", "import_list", list_id)
