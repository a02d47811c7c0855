"""Adds what was noted of cases, dials, work and answers to the totals of their areas, so that reading stays quick."""

from collections.abc import Callable
from typing import Final

from campaigns.store.session import EVERYTHING, Database
from campaigns.store.totals.answer_totals import fold_answers
from campaigns.store.totals.call_totals import fold_calls
from campaigns.store.totals.case_folding import fold_changes
from campaigns.store.totals.work_totals import fold_work

AT_ONCE: Final = 50_000
_FOLDS: Final[tuple[Callable[..., int], ...]] = (fold_changes, fold_calls, fold_work, fold_answers)


def add_up_changes(db: Database) -> int:
    """Fold all notes that stand, some at a time; return how many. Desks never wait for it: they only append notes."""
    folded = 0
    for fold in _FOLDS:
        now_folded = AT_ONCE
        while now_folded >= AT_ONCE:
            with db.transaction(EVERYTHING) as session:
                now_folded = fold(session, limit=AT_ONCE)
            folded += now_folded
    return folded
