"""How many rows a wish about a list concerns; counted only so far as it takes to know whether they are many."""

from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.rules.case_states import CaseStatus
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.list_wishes import (
    Approve,
    EqualCells,
    EqualValues,
    GoOn,
    MendedWorkbook,
    NewerThan,
    NotSo,
    OtherColumn,
    ReadSo,
    Sample,
    UndoImport,
    UndoStep,
    Wish,
    Withdraw,
)
from campaigns.rules.lists.long_changes import LONG_LIST, PEOPLE_AT_ONCE, ROWS_AT_ONCE
from campaigns.rules.lists.mends import cell_at
from campaigns.rules.lists.repairs import Repair
from campaigns.store.lists.cause_rows import rows_of_cause
from campaigns.store.lists.kept_comparisons import kept_comparison, rows_of_both, takes_long_to_compare
from campaigns.store.lists.list_mends import rows_by_number
from campaigns.store.lists.repairs import rows_borrowed, rows_repaired
from campaigns.store.tables import BeneficiaryList, Case, ListMend

_MANY: Final = ROWS_AT_ONCE + 1
_MANY_PEOPLE: Final = PEOPLE_AT_ONCE + 1


def rows_concerned(session: Session, kept: BeneficiaryList, wish: Wish) -> int:
    """Return the rows that a wish changes, or those that it has to go through where that takes longer."""
    match wish:
        case Approve() | Sample() | MendedWorkbook():
            return kept.accepted
        case NewerThan(older_id=older_id):
            return _rows_compared(session, kept, older_id)
        case GoOn():
            return rows_of_both(kept, session.get(BeneficiaryList, kept.replaces_id) if kept.replaces_id else None)
        case UndoImport() | ReadSo():
            return kept.rows_total or 0
        case Withdraw():
            waits = Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK])
            open_ones = select(Case.id).where(Case.list_id == kept.id, waits).limit(_MANY_PEOPLE)
            return session.scalar(select(func.count()).select_from(open_ones.subquery())) or 0
        case _:
            return _rows_changed(session, kept, wish)


def _rows_compared(session: Session, kept: BeneficiaryList, older_id: UUID | None) -> int:
    """Return the rows that are gone through; none where the list was compared with that one and has not changed."""
    older = session.get(BeneficiaryList, older_id) if older_id else None
    if older_id == kept.replaces_id:
        compared = kept_comparison(session, kept)
        if older is None or not takes_long_to_compare(kept, older) or (compared and compared.holds):
            return 0
    return rows_of_both(kept, older)


def _rows_changed(session: Session, kept: BeneficiaryList, wish: EqualValues | OtherColumn | NotSo | UndoStep) -> int:
    match wish:
        case EqualValues(word=word, column=column, row=row):
            equal = column, _text(session, kept, row, column)
            return rows_of_cause(session, kept.id, word, equal=equal, limit=_MANY)
        case OtherColumn(word=word):
            return rows_of_cause(session, kept.id, word, equal=None, limit=_MANY)
        case NotSo():
            return _repaired(session, kept, wish)
        case UndoStep(step=step):
            stands = ListMend.undone_at.is_(None)
            mine = select(ListMend.row).where(ListMend.list_id == kept.id, ListMend.step == step, stands).limit(_MANY)
            return session.scalar(select(func.count()).select_from(mine.subquery())) or 0


def _repaired(session: Session, kept: BeneficiaryList, wish: NotSo) -> int:
    if wish.row is not None:
        return 1
    if kept.accepted <= ROWS_AT_ONCE or kept.accepted > LONG_LIST:
        return kept.accepted  # few, or so many that only to go through them takes long
    if wish.repair is Repair.PLACES:
        return rows_borrowed(session, kept.id, limit=_MANY)
    columns = ColumnMap.from_json(kept.columns)
    equal = _equal(session, kept, wish.equal) if wish.equal else None
    return rows_repaired(session, kept.id, columns, wish.repair, equal=equal, limit=_MANY)


def _equal(session: Session, kept: BeneficiaryList, cells: EqualCells) -> tuple[int, str]:
    return cells.column, _text(session, kept, cells.row, cells.column)


def _text(session: Session, kept: BeneficiaryList, row: int, column: int) -> str:
    shown = rows_by_number(session, kept.id, [row]).get(row)
    return cell_at(shown.cells, column) if shown is not None else ""
