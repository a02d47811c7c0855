"""Keeps what the rows of a long list say, so that the first row an officer mends is settled as fast as the next."""

from uuid import UUID

from campaigns.rules.list_states import ListStatus
from campaigns.store.lists.lists import lock_list
from campaigns.store.lists.row_keys import keep_keys
from campaigns.store.session import EVERYTHING, Database


def key_rows(db: Database, list_id: UUID) -> None:
    """Keep the keys of a list in review; whoever mends it meanwhile waits for them, or has made them herself."""
    with db.transaction(EVERYTHING) as session:
        kept = lock_list(session, list_id)
        if kept is not None and kept.status is ListStatus.REVIEW:
            keep_keys(session, kept, ())
