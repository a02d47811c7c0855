"""The rows of one cause of a list: page by page, and by equal texts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from campaigns.rules.verdicts import SHARED_BY_MANY, Reason, Verdict, Warn
from campaigns.store.tables import ListRow

AT_ONCE = 1_000  # rows in memory
MOST_TEXTS = 12  # of a column, those with most rows


@dataclass(frozen=True)
class EqualText:
    """Rows of one cause that hold the same text in a column; `row` is the first of them."""

    text: str
    rows: int
    row: int


def first_rows_of_cause(
    session: Session, list_id: UUID, word: Reason | Warn, *, after: int = 0, limit: int
) -> Sequence[ListRow]:
    """Return the first rows of a cause after a row of the file, in its order."""
    mine = select(ListRow).where(ListRow.list_id == list_id, _of_cause(word), ListRow.row > after)
    return session.scalars(mine.order_by(ListRow.row).limit(limit)).all()


def first_cells_of_cause(
    session: Session, list_id: UUID, word: Reason | Warn, *, limit: int
) -> list[tuple[int, list[str]]]:
    """Return the numbers and the cells of the first rows of a cause."""
    mine = select(ListRow.row, ListRow.cells).where(ListRow.list_id == list_id, _of_cause(word))
    return [(row, cells) for row, cells in session.execute(mine.order_by(ListRow.row).limit(limit))]


def pages_of_cause(
    session: Session, list_id: UUID, word: Reason | Warn, *, equal: tuple[int, str] | None = None
) -> Iterator[Sequence[ListRow]]:
    """Yield the rows of a cause, or those with an equal text in a column, though they are mended on the way."""
    mine = select(ListRow).where(ListRow.list_id == list_id, _of_cause(word)).order_by(ListRow.row).limit(AT_ONCE)
    if equal is not None:
        mine = mine.where(_text_of(equal[0]) == equal[1])
    last = 0
    while page := session.scalars(mine.where(ListRow.row > last)).all():
        last = page[-1].row
        yield page


def rows_of_cause(
    session: Session, list_id: UUID, word: Reason | Warn, *, equal: tuple[int, str] | None, limit: int
) -> int:
    """Return how many rows a cause has, or those with an equal text in a column, counted no further than asked for."""
    mine = select(ListRow.row).where(ListRow.list_id == list_id, _of_cause(word))
    if equal is not None:
        mine = mine.where(_text_of(equal[0]) == equal[1])
    return session.scalar(select(func.count()).select_from(mine.limit(limit).subquery())) or 0


def equal_texts(session: Session, list_id: UUID, word: Reason | Warn, column: int) -> list[EqualText]:
    """Return the texts that stand in a column of several rows of the cause, those with most rows first."""
    written, rows, first = _text_of(column), func.count(), func.min(ListRow.row)
    counted = select(written, rows, first).where(ListRow.list_id == list_id, _of_cause(word)).group_by(written)
    found = session.execute(counted.having(rows > 1).order_by(rows.desc(), first).limit(MOST_TEXTS))
    return [EqualText(*each) for each in found]


def texts_of_cause(session: Session, list_id: UUID, word: Reason, column: int) -> Iterator[tuple[str, int]]:
    """Stream the different texts that the rows of a cause have in a column, and how many rows have each."""
    written = _text_of(column)
    counted = select(written, func.count()).where(ListRow.list_id == list_id, _of_cause(word)).group_by(written)
    yield from session.execute(counted.execution_options(yield_per=AT_ONCE))


def _of_cause(word: Reason | Warn) -> ColumnElement[bool]:
    if isinstance(word, Reason):
        return and_(ListRow.verdict == Verdict.REJECTED, ListRow.reason == word)
    warned = and_(ListRow.verdict == Verdict.ACCEPTED, ListRow.details["warnings"].has_key(word.value))
    if word is Warn.PHONE_SHARED:
        return and_(warned, ListRow.details["rows_of_phone"].as_integer() >= SHARED_BY_MANY)
    return warned


def _text_of(column: int) -> ColumnElement[str]:
    return func.coalesce(ListRow.cells[column].astext, "")
