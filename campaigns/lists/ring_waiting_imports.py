"""Rings again for lists and do-not-call files that wait to be read: the bell was lost, or the worker died at it."""

from campaigns.store.lists.do_not_call_files import files_to_read
from campaigns.store.lists.lists import lists_to_import
from campaigns.store.session import EVERYTHING, Database, enqueue


def ring_waiting_imports(db: Database) -> None:
    """Enqueue a job for each; one that somebody is at leaves the list or file alone."""
    with db.transaction(EVERYTHING) as session:
        for list_id in lists_to_import(session):
            enqueue(session, "ingest", "import_list", list_id)
        for file_id in files_to_read(session):
            enqueue(session, "ingest", "read_do_not_call_file", file_id)
