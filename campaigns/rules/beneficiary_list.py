"""Judges every row of a list: exactly one verdict each, in the order of the file, in one pass."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from campaigns.rules.cells import Cell, as_text, is_formula_text
from campaigns.rules.columns import ColumnMap
from campaigns.rules.dialled_digits import PhoneProblem
from campaigns.rules.identity_numbers import SHORTEST_NUMBER, ColumnKind, cut_identity_numbers
from campaigns.rules.names import is_placeholder_name
from campaigns.rules.not_records import is_not_a_record
from campaigns.rules.person_fields import PersonFields, person_fields
from campaigns.rules.phone_numbers import Phone, read_phone_cell
from campaigns.rules.verdicts import Reason, Verdict, Warn

_REASONS: Final = {
    PhoneProblem.ROUNDED: {Reason.PHONE_ROUNDED},
    PhoneProblem.DUMMY: {Reason.PHONE_DUMMY},
    PhoneProblem.INVALID: {Reason.PHONE_INVALID},
    PhoneProblem.OWN_SERIES: {Reason.PHONE_OWN_SERIES},
}
_IN_ORDER: Final = tuple(Reason)


@dataclass(frozen=True)
class JudgedRow:
    """A row with its one verdict. `cells` are as a person sees them, identity numbers cut: safe to store and to show."""

    row: int
    verdict: Verdict
    reason: Reason | None = None
    other_reasons: tuple[Reason, ...] = ()
    warnings: tuple[Warn, ...] = ()
    name: str | None = None
    phones: tuple[Phone, ...] = ()
    fields: PersonFields = field(default_factory=PersonFields)
    cells: tuple[str, ...] = ()


def judge_rows(rows: Iterable[tuple[int, Sequence[Cell]]], columns: ColumnMap, region: str) -> Iterator[JudgedRow]:
    """Yield the verdict of every row, one by one; nothing is remembered but the heading."""
    labels: tuple[str, ...] = ()
    for number, cells in rows:
        if columns.header_row is not None and number <= columns.header_row:
            if number == columns.header_row:
                labels = tuple(as_text(cell) for cell in cells)
            shown, _ = _shown(cells, columns, region)
            yield JudgedRow(number, Verdict.IGNORED, Reason.NOT_A_RECORD, cells=shown)
        else:
            yield judge_row(number, cells, columns, labels, region)


def judge_row(
    number: int, cells: Sequence[Cell], columns: ColumnMap, labels: tuple[str, ...], region: str
) -> JudgedRow:
    """Return the verdict of one row below the heading; `labels` are the cells of the heading's row."""
    shown, was_cut = _shown(cells, columns, region)
    phones, phone_reasons, dropped = _phones(cells, columns, region)
    if not phones and is_not_a_record(cells, columns, labels):
        return JudgedRow(number, Verdict.IGNORED, Reason.NOT_A_RECORD, cells=shown)
    name = _name(shown, columns)
    reasons = [] if name else [Reason.NAME_MISSING]
    if not phones:
        reasons += phone_reasons
    warnings = _warnings(cells, was_cut=was_cut, dropped=dropped and bool(phones))
    return JudgedRow(
        row=number,
        verdict=Verdict.REJECTED if reasons else Verdict.ACCEPTED,
        reason=reasons[0] if reasons else None,
        other_reasons=tuple(reasons[1:]),
        warnings=warnings,
        name=name,
        phones=phones,
        fields=person_fields(shown, columns),
        cells=shown,
    )


def _shown(cells: Sequence[Cell], columns: ColumnMap, region: str) -> tuple[tuple[str, ...], bool]:
    texts = [cell if type(cell) is str else as_text(cell) for cell in cells]
    shown = list(texts)
    for index, text in enumerate(texts):
        if len(text) >= SHORTEST_NUMBER:
            shown[index] = cut_identity_numbers(text, _kind(index, columns), region)
    return tuple(shown), shown != texts


def _kind(index: int, columns: ColumnMap) -> ColumnKind:
    if index in columns.phones:
        return ColumnKind.PHONES
    return ColumnKind.IDENTITY if index in columns.identity else ColumnKind.OTHER


def _phones(cells: Sequence[Cell], columns: ColumnMap, region: str) -> tuple[tuple[Phone, ...], list[Reason], bool]:
    found: dict[str, Phone] = {}
    reasons: set[Reason] = set()
    dropped = False
    for index in columns.phones:
        cell = read_phone_cell(cells[index] if index < len(cells) else None, region)
        dropped |= cell.dropped
        reasons.update(*(_REASONS[problem] for problem in cell.problems))
        for phone in cell.phones:
            found.setdefault(phone.number, phone)
    in_order = [reason for reason in _IN_ORDER if reason in reasons] or [Reason.PHONE_MISSING]
    return tuple(found.values()), in_order, dropped


def _name(shown: Sequence[str], columns: ColumnMap) -> str | None:
    text = " ".join(shown[columns.name].split()) if columns.name is not None and columns.name < len(shown) else ""
    return None if is_placeholder_name(text) else text


def _warnings(cells: Sequence[Cell], *, was_cut: bool, dropped: bool) -> tuple[Warn, ...]:
    holds = {
        Warn.IDENTITY_NUMBER_CUT: was_cut,
        Warn.PHONE_EXTRA_DROPPED: dropped,
        Warn.FORMULA_TEXT: any(map(is_formula_text, cells)),
    }
    return tuple(warning for warning, there in holds.items() if there)
