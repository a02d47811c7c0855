"""Judges every row of a list: exactly one verdict each, in the order of the file, in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from campaigns.rules.cells import Cell, as_text
from campaigns.rules.columns import ColumnMap
from campaigns.rules.dialled_digits import PhoneProblem
from campaigns.rules.names import is_placeholder_name
from campaigns.rules.not_records import is_not_a_record
from campaigns.rules.person_fields import PersonFields, person_fields
from campaigns.rules.phone_numbers import Phone, PhoneCell, read_phone_cell
from campaigns.rules.seen_cells import CellReader, SeenCell
from campaigns.rules.verdicts import Reason, Verdict, Warn

_REASONS: Final = {
    PhoneProblem.ROUNDED: Reason.PHONE_ROUNDED,
    PhoneProblem.DUMMY: Reason.PHONE_DUMMY,
    PhoneProblem.INVALID: Reason.PHONE_INVALID,
    PhoneProblem.OWN_SERIES: Reason.PHONE_OWN_SERIES,
}
_IN_ORDER: Final = tuple(Reason)
_IN_ORDER_OF_WARNINGS: Final = (Warn.IDENTITY_NUMBER_CUT, Warn.PHONE_EXTRA_DROPPED, Warn.FORMULA_TEXT)
_NO_FIELDS: Final = PersonFields()


class JudgedRow(NamedTuple):
    """A row with its one verdict. `cells` are as a person sees them, identity numbers cut: safe to store and to show."""

    row: int
    verdict: Verdict
    reason: Reason | None = None
    other_reasons: tuple[Reason, ...] = ()
    warnings: tuple[Warn, ...] = ()
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
        self._reader = CellReader(columns, region)
        self._on_every_row = (Warn.LEGACY_FONT,) if columns.doubted_font else ()

    def judge_any(self, number: int, cells: Sequence[Cell]) -> JudgedRow:
        """Return the verdict of a row above, in or below the heading, whose row comes before those below it."""
        heading = self._columns.header_row
        if heading is None or number > heading:
            return self.judge(number, cells)
        if number == heading:
            self._labels = tuple(as_text(cell) for cell in cells)
        return _no_record(number, self._reader.see(cells))

    def judge(self, number: int, cells: Sequence[Cell]) -> JudgedRow:
        """Return the verdict of a row below the heading."""
        seen = self._reader.see(cells)
        phones, problems, dropped = self._phones(cells)
        if not phones and is_not_a_record(cells, self._columns, self._labels):
            return _no_record(number, seen)
        name = self._name(seen)
        reasons: tuple[Reason, ...] = () if name else (Reason.NAME_MISSING,)
        if not phones:
            reasons += problems
        return JudgedRow(
            number,
            Verdict.REJECTED if reasons else Verdict.ACCEPTED,
            reasons[0] if reasons else None,
            reasons[1:],
            _warnings(seen, dropped=dropped and bool(phones)) + self._on_every_row,
            name,
            phones,
            person_fields(seen, self._columns),
            tuple([cell.shown for cell in seen]),
        )

    def _name(self, seen: Sequence[SeenCell]) -> str | None:
        index = self._columns.name
        said = seen[index].said if index is not None and index < len(seen) else None
        return None if said is None or is_placeholder_name(said) else said

    def _phones(self, cells: Sequence[Cell]) -> tuple[tuple[Phone, ...], tuple[Reason, ...], bool]:
        columns = self._columns.phones
        read = [read_phone_cell(cells[at] if at < len(cells) else None, self._region) for at in columns]
        if len(read) == 1 and read[0].phones:  # one column of phones with a number in it: most rows of most lists
            return read[0].phones, (), read[0].dropped
        found: dict[str, Phone] = {}
        for phone in (phone for cell in read for phone in cell.phones):
            found.setdefault(phone.number, phone)
        return tuple(found.values()), _reasons(read), any(cell.dropped for cell in read)


def judge_rows(rows: Iterable[tuple[int, Sequence[Cell]]], columns: ColumnMap, region: str) -> Iterator[JudgedRow]:
    """Yield the verdict of every row, one by one; nothing is remembered but the heading."""
    judge = RowJudge(columns, region)
    for number, cells in rows:
        yield judge.judge_any(number, cells)


def _no_record(number: int, seen: Sequence[SeenCell]) -> JudgedRow:
    return JudgedRow(number, Verdict.IGNORED, Reason.NOT_A_RECORD, cells=tuple([cell.shown for cell in seen]))


def _reasons(read: Sequence[PhoneCell]) -> tuple[Reason, ...]:
    found = {_REASONS[problem] for cell in read for problem in cell.problems}
    return tuple(reason for reason in _IN_ORDER if reason in found) or (Reason.PHONE_MISSING,)


def _warnings(seen: Sequence[SeenCell], *, dropped: bool) -> tuple[Warn, ...]:
    found = [warning for cell in seen for warning in cell.warnings]
    if dropped:
        found.append(Warn.PHONE_EXTRA_DROPPED)
    return tuple(sorted(set(found), key=_IN_ORDER_OF_WARNINGS.index)) if found else ()
