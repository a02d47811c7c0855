"""Forgets, once a list is approved or withdrawn, what stands in columns that nobody has picked; a few rows at a time."""

import logging

from campaigns.rules.lists.columns import ColumnMap
from campaigns.store.lists.other_cells import forget_cells, lock_list_with_other_cells
from campaigns.store.session import EVERYTHING, Database

log = logging.getLogger(__name__)

AT_ONCE = 10_000  # rows: a part of a second, so that upkeep goes on


def forget_other_cells(db: Database, *, at_once: int = AT_ONCE) -> int:
    """Empty the next rows of one list and return how many; the file itself stays as it came until its retention ends."""
    with db.transaction(EVERYTHING) as session:
        kept = lock_list_with_other_cells(session)
        if kept is None:
            return 0
        rows = forget_cells(session, kept, ColumnMap.from_json(kept.columns).used, limit=at_once)
        log.info("other_cells_forgotten", extra={"list_id": str(kept.id), "rows": rows})
    return rows
