"""Judges every row of a list: exactly one verdict each, in the order of the file, in one pass.

Rows are judged by the thousand and column by column: a column is of one kind, and repeats most of its texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, repeat, zip_longest
from typing import Final, NamedTuple

from campaigns.rules.lists.cells import Cell, as_text
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.dialled_digits import PhoneProblem
from campaigns.rules.lists.names import is_placeholder_name
from campaigns.rules.lists.not_records import is_not_a_record
from campaigns.rules.lists.person_fields import PersonFields, person_fields
from campaigns.rules.lists.phone_cell import Phone, PhoneCell
from campaigns.rules.lists.phone_numbers import read_phone_cells
from campaigns.rules.lists.seen_columns import SeenColumn, Warnings, see_columns
from campaigns.rules.verdicts import Reason, Verdict, Warn

Row = tuple[int, Sequence[Cell]]  # its number, and its cells up to the last that is not blank

TOGETHER: Final = 500  # rows judged column by column; more of them are no faster
_REASONS: Final = {
    PhoneProblem.ROUNDED: Reason.PHONE_ROUNDED,
    PhoneProblem.DUMMY: Reason.PHONE_DUMMY,
    PhoneProblem.INVALID: Reason.PHONE_INVALID,
    PhoneProblem.OWN_SERIES: Reason.PHONE_OWN_SERIES,
}
_IN_ORDER: Final = tuple(Reason)
_IN_ORDER_OF_WARNINGS: Final = (
    Warn.IDENTITY_NUMBER_CUT,
    Warn.PHONE_EXTRA_DROPPED,
    Warn.FORMULA_TEXT,
    Warn.LETTERS_LOST,
    Warn.FORMULA_BROKEN,
    Warn.LEGACY_FONT,
)
_NO_FIELDS: Final = PersonFields()


class JudgedRow(NamedTuple):
    """A row with its one verdict. `cells` are as a person sees them, identity numbers cut: safe to store and to show."""

    row: int
    verdict: Verdict
    reason: Reason | None = None
    other_reasons: tuple[Reason, ...] = ()
    warnings: Warnings = ()
    name: str | None = None
    phones: tuple[Phone, ...] = ()
    fields: PersonFields = _NO_FIELDS
    cells: tuple[str, ...] = ()
    same_as_row: int | None = None  # the row of the same person that is kept


class RowJudge:
    """Judges the rows of one list; `labels` are the cells of the heading's row."""

    def __init__(self, columns: ColumnMap, region: str, labels: tuple[str, ...] = ()) -> None:
        self._columns = columns
        self._region = region
        self._labels = labels
        self._on_every_row = (Warn.LEGACY_FONT,) if columns.doubted_font else ()

    def judge_any(self, rows: Sequence[Row]) -> list[JudgedRow]:
        """Return the verdicts of rows above, in or below the heading, whose row comes before those below it."""
        above = self.see_heading(rows)
        return self._without_people(rows[:above]) + self.judge(rows[above:])

    def see_heading(self, rows: Sequence[Row]) -> int:
        """Keep the heading where it is among the rows; return how many of them stand above or in it."""
        heading = self._columns.header_row or 0
        above = sum(number <= heading for number, _ in rows)
        if above and rows[above - 1][0] == heading:
            self._labels = tuple(as_text(cell) for cell in rows[above - 1][1])
        return above

    def judge(self, rows: Sequence[Row]) -> list[JudgedRow]:
        """Return the verdicts of rows below the heading."""
        cells = _by_column(rows)
        if not cells:  # a sheet may end with a million blank rows
            return [_no_record(number, ()) for number, _ in rows]
        seen = see_columns(self._columns, self._region, cells)
        read = self._phones(cells, len(rows))
        return [
            row if row.name and phone.phones and not phone.dropped else self._looked_at(row, phone, as_came)
            for row, phone, (_, as_came) in zip(self._as_accepted(rows, seen, read), read, rows, strict=True)
        ]

    def _as_accepted(
        self, rows: Sequence[Row], seen: Sequence[SeenColumn], read: Sequence[PhoneCell]
    ) -> Iterator[JudgedRow]:
        """Yield the rows as if each named somebody who can be called, as most do."""
        return map(
            JudgedRow._make,
            zip(
                [number for number, _ in rows],
                repeat(Verdict.ACCEPTED),
                repeat(None),
                repeat(()),
                self._warnings(seen, len(rows)),
                self._names(seen, len(rows)),
                [cell.phones for cell in read],
                person_fields(seen, self._columns, len(rows)),
                _shown(rows, seen),
                repeat(None),
            ),
        )

    def _without_people(self, rows: Sequence[Row]) -> list[JudgedRow]:
        shown = _shown(rows, see_columns(self._columns, self._region, _by_column(rows)))
        return [_no_record(number, cells) for (number, _), cells in zip(rows, shown, strict=True)]

    def _looked_at(self, row: JudgedRow, read: PhoneCell, cells: Sequence[Cell]) -> JudgedRow:
        """Return the verdict of a row that may have no phone, no name, or less of a phone cell than stood there."""
        if not read.phones and is_not_a_record(cells, self._columns, self._labels):
            return _no_record(row.row, row.cells)
        if read.dropped:
            row = row._replace(warnings=_in_order((row.warnings, (Warn.PHONE_EXTRA_DROPPED,))))
        if read.phones and row.name:
            return row
        reasons = (() if row.name else (Reason.NAME_MISSING,)) + (() if read.phones else _reasons(read))
        return row._replace(verdict=Verdict.REJECTED, reason=reasons[0], other_reasons=reasons[1:])

    def _warnings(self, seen: Sequence[SeenColumn], rows: int) -> Sequence[Warnings]:
        """Return what is worth knowing of the cells of each row."""
        columns = [column.warnings for column in seen if column.warnings]
        if self._on_every_row:
            columns.append([self._on_every_row] * rows)
        if len(columns) < 2:
            return columns[0] if columns else [()] * rows
        return [_in_order(line) for line in zip(*columns, strict=True)]

    def _names(self, seen: Sequence[SeenColumn], rows: int) -> Sequence[str | None]:
        index = self._columns.name
        said = seen[index].said if index is not None and index < len(seen) else None
        return [None if name is None or is_placeholder_name(name) else name for name in said or [None] * rows]

    def _phones(self, cells: Sequence[Sequence[Cell]], rows: int) -> Sequence[PhoneCell]:
        """Return what the phone columns of each row hold together."""
        read = [read_phone_cells(cells[at], self._region) for at in self._columns.phones if at < len(cells)]
        if len(read) == 1:
            return read[0]
        return [_together(line) for line in zip(*read, strict=True)] if read else [PhoneCell()] * rows


def judge_rows(rows: Iterable[Row], columns: ColumnMap, region: str) -> Iterator[JudgedRow]:
    """Yield the verdict of every row, in order; nothing is remembered but the heading."""
    judge, coming = RowJudge(columns, region), iter(rows)
    while some := list(islice(coming, TOGETHER)):
        yield from judge.judge_any(some)


def _by_column(rows: Sequence[Row]) -> list[tuple[Cell, ...]]:
    return list(zip_longest(*[cells for _, cells in rows]))


def _shown(rows: Sequence[Row], seen: Sequence[SeenColumn]) -> list[tuple[str, ...]]:
    """Return what each row shows, no longer than it is."""
    lines = zip(*[column.shown for column in seen], strict=True) if seen else [()] * len(rows)
    return [line[: len(cells)] for line, (_, cells) in zip(lines, rows, strict=True)]


def _no_record(number: int, shown: tuple[str, ...]) -> JudgedRow:
    return JudgedRow(number, Verdict.IGNORED, Reason.NOT_A_RECORD, cells=shown)


def _together(cells: tuple[PhoneCell, ...]) -> PhoneCell:
    """Return several phone cells of a row as one; of a number that stands there twice the first is kept."""
    found: dict[str, Phone] = {}
    for phone in (phone for cell in cells for phone in cell.phones):
        found.setdefault(phone.number, phone)
    problems = frozenset(problem for cell in cells for problem in cell.problems)
    return PhoneCell(tuple(found.values()), problems, bool(found) and any(cell.dropped for cell in cells))


def _reasons(read: PhoneCell) -> tuple[Reason, ...]:
    found = {_REASONS[problem] for problem in read.problems}
    return tuple(reason for reason in _IN_ORDER if reason in found) or (Reason.PHONE_MISSING,)


@lru_cache(maxsize=1_000)
def _in_order(several: tuple[Warnings, ...]) -> Warnings:
    found = {warning for warnings in several for warning in warnings}
    return tuple(sorted(found, key=_IN_ORDER_OF_WARNINGS.index))
