"""Cells of a list that the import has read otherwise than they are written: counted, grouped by text, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Text, column, func, select, text
from sqlalchemy.orm import Session

from campaigns.rules.areas.places import LEVELS
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.repairs import Repair
from campaigns.store.tables import ListRow

AT_ONCE = 1_000  # rows in memory
_LAST_ROW = 2_147_483_647  # that a table could number

# A cell of a phone column from which a number of the row was read: in a list with several such columns the one whose
# last digits are a phone's. Ten digits, with or without the 0 before them, are dialled as they are written. Nearly all
# cells are such, so what tells them comes first, and OFFSET 0 keeps it from being worked out once more for each use.
_REPAIRED = (
    text(r"""
    SELECT d.row, d."column", d.said,
      CASE
        WHEN length(digits) >= 18 AND cardinality(phones) > 1 THEN 'several'
        WHEN plain <> d.said THEN 'own_digits'
        ELSE 'spelling'
      END AS repair
    FROM (
      SELECT r.row, c AS "column", r.phones, said, plain, digits
      FROM list_rows r CROSS JOIN unnest(CAST(:columns AS integer[])) AS c
        CROSS JOIN LATERAL (SELECT r.cells ->> c AS said OFFSET 0) AS cell
        CROSS JOIN LATERAL (
          SELECT CASE WHEN octet_length(said) = length(said) THEN said
            ELSE translate(said, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', '012345678901234567890123456789') END AS plain OFFSET 0
        ) AS latin
        CROSS JOIN LATERAL (
          SELECT regexp_replace(regexp_replace(plain, '\.0+$', ''), '[^0-9]', '', 'g') AS digits OFFSET 0
        ) AS dialled
      WHERE r.list_id = :list_id AND r.verdict = 'accepted' AND r.row > :after AND r.row <= :last
        AND said <> '' AND said <> right(phones[1], 10) AND said !~ '^0?[0-9]{10}$' AND said ~ '[0-9٠-٩۰-۹०-९]'
    ) d
    LEFT JOIN list_mends m ON m.list_id = :list_id AND m.row = d.row AND m."column" = d."column"
      AND m.undone_at IS NULL AND m.kind IN ('not_this_number', 'not_second_number') AND m.after = d.said
    WHERE m.row IS NULL
      AND (cardinality(CAST(:columns AS integer[])) = 1
        OR EXISTS (SELECT FROM unnest(phones) AS phone WHERE right(phone, 8) = right(digits, 8)))
    """)
    .columns(column("row", Integer), column("column", Integer), column("said", Text), column("repair", Text))
    .cte("repaired")
)

_PLACES = text("""
    SELECT CAST(:levels AS text[]) AS levels, said, refused, count(*) AS rows, min(row) AS row
    FROM (
      SELECT r.row,
        ARRAY(SELECT coalesce(r.cells ->> c, '') FROM unnest(CAST(:columns AS integer[])) WITH ORDINALITY AS u(c, n)
          ORDER BY n) AS said,
        ARRAY(SELECT m."column" FROM list_mends m WHERE m.list_id = :list_id AND m.row = r.row AND m.undone_at IS NULL
          AND m.kind = 'not_this_place' AND m.after = coalesce(r.cells ->> m."column", '') ORDER BY 1) AS refused
      FROM list_rows r
      WHERE r.list_id = :list_id AND r.verdict = 'accepted' AND r.details -> 'warnings' ? 'area_alias'
    ) found
    GROUP BY said, refused ORDER BY rows DESC, row
""")
_BORROWED_ROWS = text("""
    SELECT row FROM list_rows
    WHERE list_id = :list_id AND verdict = 'accepted' AND details -> 'warnings' ? 'area_alias' AND row > :after
      AND (row = :row OR :row IS NULL)
    ORDER BY row LIMIT :limit
""")
_CUT = text("""
    SELECT count(*) FROM list_rows
    WHERE list_id = :list_id AND verdict <> 'ignored' AND details -> 'warnings' ? 'identity_number_cut'
""")


@dataclass(frozen=True)
class RepairedText:
    """Rows that hold the same repaired text in a column; `row` is the first of them, `total` all rows of the kind."""

    repair: Repair
    column: int
    said: str
    rows: int
    row: int
    total: int


@dataclass(frozen=True)
class BorrowedPlace:
    """Rows that say the same of their place, which was not found by its own name alone; `row` is the first of them."""

    said: dict[str, str]  # by level
    refused: frozenset[int]  # columns whose reading is refused
    rows: int
    row: int


@dataclass(frozen=True)
class RepairedCell:
    """One cell that the import has read otherwise than it is written."""

    row: int
    column: int
    said: str


def repaired_texts(session: Session, list_id: UUID, columns: ColumnMap, *, limit: int) -> list[RepairedText]:
    """Return phone texts by kind of repair, those with most rows first."""
    of, rows, first = _REPAIRED.c, func.count(), func.min(_REPAIRED.c.row)
    each = select(
        of.repair,
        of.column,
        of.said,
        rows.label("rows"),
        first.label("row"),
        func.sum(rows).over(partition_by=of.repair).label("total"),
        func.row_number().over(partition_by=of.repair, order_by=[rows.desc(), first]).label("place"),
    )
    counted = each.group_by(of.repair, of.column, of.said).subquery()
    likeliest = (
        select(*list(counted.c)[:-1]).where(counted.c.place <= limit).order_by(counted.c.repair, counted.c.place)
    )
    found = session.execute(likeliest, _asked(list_id, columns, 0, _LAST_ROW))
    return [RepairedText(Repair(kind), at, said, rows_, row, int(total)) for kind, at, said, rows_, row, total in found]


def pages_of_repaired_cells(
    session: Session, list_id: UUID, columns: ColumnMap, repair: Repair, *, row: int | None
) -> Iterator[Sequence[RepairedCell]]:
    """Yield the repaired phone cells of a kind, or those of one row, though they are refused on the way."""
    of = _REPAIRED.c
    cells = select(of.row, of.column, of.said).where(of.repair == repair).order_by(of.row, of.column)
    end = session.scalar(select(func.max(ListRow.row)).where(ListRow.list_id == list_id)) or 0
    # A range of rows at a time: what PostgreSQL would otherwise sort anew for every page is the rest of the list.
    for after in range(0, end, AT_ONCE) if row is None else (row - 1,):
        asked = _asked(list_id, columns, after, after + AT_ONCE if row is None else row)
        if page := [RepairedCell(*cell) for cell in session.execute(cells, asked)]:
            yield page


def rows_repaired(
    session: Session, list_id: UUID, columns: ColumnMap, repair: Repair, *, equal: tuple[int, str] | None, limit: int
) -> int:
    """Return how many phone cells were repaired so, or those of equal texts, counted no further than asked for."""
    of = _REPAIRED.c
    mine = select(of.row).where(of.repair == repair)
    if equal is not None:
        mine = mine.where(of.column == equal[0], of.said == equal[1])
    counted = select(func.count()).select_from(mine.limit(limit).subquery())
    return session.scalar(counted, _asked(list_id, columns, 0, _LAST_ROW)) or 0


def rows_borrowed(session: Session, list_id: UUID, *, limit: int) -> int:
    """Return how many rows have a place that was found by another spelling, counted no further than asked for."""
    return len(session.scalars(_BORROWED_ROWS, {"list_id": list_id, "row": None, "after": 0, "limit": limit}).all())


def borrowed_places(session: Session, list_id: UUID, columns: ColumnMap) -> list[BorrowedPlace]:
    """Return what rows say of places that were found by another spelling, most rows first."""
    placed = {level: column for level in LEVELS if (column := getattr(columns, level)) is not None}
    asked = {"list_id": list_id, "levels": list(placed), "columns": list(placed.values())}
    return [
        BorrowedPlace(dict(zip(levels, said, strict=True)), frozenset(refused), rows, row)
        for levels, said, refused, rows, row in session.execute(_PLACES, asked)
    ]


def pages_of_borrowed_rows(session: Session, list_id: UUID, *, row: int | None) -> Iterator[Sequence[int]]:
    """Yield the numbers of the rows whose place was found by another spelling."""
    after = 0
    asked = {"list_id": list_id, "row": row, "limit": AT_ONCE}
    while page := session.scalars(_BORROWED_ROWS, asked | {"after": after}).all():
        after = page[-1]
        yield page


def rows_with_cut_numbers(session: Session, list_id: UUID) -> int:
    """Return how many rows had an identity number in them."""
    return int(session.scalar(_CUT, {"list_id": list_id}) or 0)


def _asked(list_id: UUID, columns: ColumnMap, after: int, last: int) -> dict[str, Any]:
    return {"list_id": list_id, "columns": list(columns.phones), "after": after, "last": last}
