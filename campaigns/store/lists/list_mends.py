"""Mended cells of a list: each kept with who, when and what stood there before, by steps that can be undone."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Integer, any_, bindparam, exists, func, insert, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.lists.repairs import NOT_SO
from campaigns.rules.verdicts import Verdict
from campaigns.store.tables import ListMend, ListRow

AT_ONCE = 1_000  # rows in one statement
MOST_STEPS = 100  # of a list, the newest
REFUSALS = frozenset(NOT_SO.values())

_SAVE = text("""
    UPDATE list_rows l
    SET verdict = r.verdict, reason = r.reason, details = r.details, name = r.name, phones = r.phones, cells = r.cells
    FROM json_to_recordset(CAST(:rows AS json)) AS r
      (row integer, verdict text, reason text, details jsonb, name text, phones text[], cells jsonb)
    WHERE l.list_id = :list_id AND l.row = r.row
""")

_TOUCH = text("UPDATE lists SET rows_read = rows_read WHERE id = :list_id")  # by its version counts know of it

_STEPS = text("""
    SELECT m.step, min(m.kind) AS kind, min(m.at) AS at, min(u.name) AS by, count(DISTINCT m.row) AS rows,
      (array_agg(m.row ORDER BY m.row, m."column"))[1] AS row,
      (array_agg(m."column" ORDER BY m.row, m."column"))[1] AS "column",
      (array_agg(m.before ORDER BY m.row, m."column"))[1] AS before,
      (array_agg(m.after ORDER BY m.row, m."column"))[1] AS after,
      count(DISTINCT m.row) FILTER (WHERE r.verdict = 'accepted') AS accepted, min(m.undone_at) AS undone_at
    FROM list_mends m
    LEFT JOIN list_rows r ON r.list_id = m.list_id AND r.row = m.row
    LEFT JOIN users u ON u.id = m.user_id
    WHERE m.list_id = :list_id AND (m.step = :step OR :step IS NULL)
    GROUP BY m.step ORDER BY m.step DESC LIMIT :limit
""")


@dataclass(frozen=True)
class StepLine:
    """One step of mending as the list's history tells it; row, column, before and after are those of its first cell."""

    step: int
    kind: MendKind
    at: datetime
    by: str | None
    rows: int
    row: int
    column: int
    before: str
    after: str
    accepted: int  # of its rows, as they stand now
    undone_at: datetime | None


def next_step(session: Session, list_id: UUID) -> int:
    """Return the number of the next step; the list is locked, so nobody else takes it."""
    return (session.scalar(select(func.max(ListMend.step)).where(ListMend.list_id == list_id)) or 0) + 1


def originals(session: Session, list_id: UUID, rows: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return how those of the rows that are mended now had been imported."""
    mine = select(ListMend.row, ListMend.original).where(ListMend.list_id == list_id)
    live = mine.where(_among(ListMend.row, rows), ListMend.undone_at.is_(None))
    return {found.row: found.original for found in session.execute(live)}


def refusals(
    session: Session, list_id: UUID, rows: Collection[int], *, without: int | None = None
) -> dict[int, dict[int, tuple[MendKind, str]]]:
    """Return by row and column the readings that are refused, and of which text; one step may be left out."""
    mine = select(ListMend.row, ListMend.column, ListMend.kind, ListMend.after).where(
        ListMend.list_id == list_id,
        _among(ListMend.row, rows),
        ListMend.undone_at.is_(None),
        ListMend.kind.in_(REFUSALS),
        ListMend.step != (without or 0),
    )
    found: dict[int, dict[int, tuple[MendKind, str]]] = {}
    for row, column, kind, after in session.execute(mine.order_by(ListMend.step)):
        found.setdefault(row, {})[column] = kind, after
    return found


def earlier_texts(session: Session, list_id: UUID, rows: Collection[int]) -> set[tuple[int, int, str]]:
    """Return what stood in mended cells before, as row, column and text."""
    mine = select(ListMend.row, ListMend.column, ListMend.before)
    found = session.execute(mine.where(ListMend.list_id == list_id, _among(ListMend.row, rows)))
    return {(row, column, before) for row, column, before in found}


def save_mends(session: Session, mends: Sequence[dict[str, Any]]) -> None:
    """Keep changed cells."""
    if mends:
        session.execute(insert(ListMend), list(mends))


def save_mended_rows(session: Session, list_id: UUID, rows: Sequence[dict[str, Any]]) -> None:
    """Write mended rows in one statement."""
    if rows:
        session.execute(_SAVE, {"list_id": list_id, "rows": json.dumps(rows)})
        session.execute(_TOUCH, {"list_id": list_id})


def mends_of_step(session: Session, list_id: UUID, step: int) -> Iterator[Sequence[ListMend]]:
    """Yield the cells of a step that stands, whole rows at a time."""
    live = select(ListMend).where(ListMend.list_id == list_id, ListMend.step == step, ListMend.undone_at.is_(None))
    last = 0
    while rows := session.scalars(
        select(ListMend.row)
        .distinct()
        .where(ListMend.list_id == list_id, ListMend.step == step, ListMend.row > last)
        .order_by(ListMend.row)
        .limit(AT_ONCE)
    ).all():
        last = rows[-1]
        if cells := session.scalars(live.where(_among(ListMend.row, rows))).all():
            yield cells


def is_mended(session: Session, list_id: UUID) -> bool:
    """Say whether a change of the list stands."""
    stands = exists().where(ListMend.list_id == list_id, ListMend.undone_at.is_(None))
    return session.scalar(select(stands)) or False


def is_mended_again(session: Session, list_id: UUID, step: int) -> bool:
    """Say whether a later step that stands has changed a cell of this one."""
    earlier, later = aliased(ListMend), aliased(ListMend)
    again = exists().where(
        later.list_id == list_id,
        later.row == earlier.row,
        later.column == earlier.column,
        later.step > step,
        later.undone_at.is_(None),
    )
    return session.scalar(select(exists().where(earlier.list_id == list_id, earlier.step == step, again))) or False


def note_undone(session: Session, list_id: UUID, step: int | None, *, user_id: UUID | None, at: datetime) -> None:
    """Write that a step was undone, or, without one, that all were."""
    mine = update(ListMend).where(ListMend.list_id == list_id, ListMend.undone_at.is_(None))
    if step is not None:
        mine = mine.where(ListMend.step == step)
    session.execute(mine.values(undone_at=at, undone_by=user_id).execution_options(synchronize_session=False))


def steps_of_list(session: Session, list_id: UUID, *, step: int | None = None) -> list[StepLine]:
    """Return the list's steps, the newest first, or one of them."""
    found = session.execute(_STEPS, {"list_id": list_id, "step": step, "limit": MOST_STEPS}).mappings()
    return [StepLine(**(dict(line) | {"kind": MendKind(line["kind"])})) for line in found]


def rows_by_number(session: Session, list_id: UUID, numbers: Collection[int]) -> dict[int, ListRow]:
    """Return some rows of a list by their number."""
    mine = select(ListRow).where(ListRow.list_id == list_id, _among(ListRow.row, numbers))
    return {found.row: found for found in session.scalars(mine.execution_options(populate_existing=True))}


def accepted_among(session: Session, list_id: UUID, rows: Collection[int]) -> int:
    """Return how many of some rows can be called."""
    mine = (ListRow.list_id == list_id, _among(ListRow.row, rows), ListRow.verdict == Verdict.ACCEPTED)
    return session.scalar(select(func.count()).select_from(ListRow).where(*mine)) or 0


def _among(row: InstrumentedAttribute[int], numbers: Collection[int]) -> ColumnElement[bool]:
    """Tell whether a row is one of these; as one array, because a statement takes no more than 65,535 values."""
    return row == any_(bindparam(None, list(numbers), ARRAY(Integer)))
