"""Use case: add what was noted of changed cases to the totals of their areas, so that reading them stays quick."""

from typing import Final

from campaigns.store.case_totals import fold_changes
from campaigns.store.session import EVERYTHING, Database

AT_ONCE: Final = 50_000


def add_up_changes(db: Database) -> int:
    """Fold all notes that stand, some at a time; return how many. Desks never wait for it: they only append notes."""
    folded = 0
    while True:
        with db.transaction(EVERYTHING) as session:
            now_folded = fold_changes(session, limit=AT_ONCE)
        folded += now_folded
        if now_folded < AT_ONCE:
            return folded
