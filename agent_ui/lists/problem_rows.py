"""Rows of a list as the problems page and the refused-rows workbook say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from agent_ui.lists.column_form import file_columns
from agent_ui.lists.hints import HINTS
from agent_ui.numbers import isolated
from agent_ui.words import word
from campaigns.rules.areas.places import PlaceCause
from campaigns.rules.lists.broken_formulas import is_broken_formula
from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.garbled_letters import is_garbled
from campaigns.rules.lists.mends import cell_mark, columns_to_mend
from campaigns.rules.lists.odd_numbers import Oddity, odd_cell
from campaigns.rules.verdicts import Reason, Verdict, Warn
from campaigns.sheets.write_refused_rows import RefusedHeadings, RefusedRow
from campaigns.store.tables import BeneficiaryList, ListRow

ODDITIES: Final[dict[Oddity, LazyString]] = {
    Oddity.DATE: lazy_gettext("A date stands in place of a number"),
    Oddity.BELOW_ZERO: lazy_gettext("The number is below zero"),
    Oddity.FRACTION: lazy_gettext("The number is a fraction"),
}
THE_VERY_CELLS: Final = {Warn.LETTERS_LOST: is_garbled, Warn.FORMULA_BROKEN: is_broken_formula}
ASKED: Final = (PlaceCause.UNKNOWN, PlaceCause.SEVERAL)
SHOWN_FIELDS = ("name", "relative_name", "district", "block", "village")


@dataclass(frozen=True)
class ProblemCell:
    """One cell of a row that is shown; `mend` where it can be written anew, `mark` tells what it held; `first`: look here."""

    column: int
    text: str
    mark: str
    mend: bool
    first: bool = False


@dataclass(frozen=True)
class ProblemRow:
    """One row: its number in the file, what is wrong, and the cells of the columns that we use."""

    number: int
    accepted: bool
    rejected: bool
    settled: bool  # what the cause is about is not so any more
    what: str
    cells: tuple[ProblemCell, ...]


def shown_indexes(columns: ColumnMap, cause: Reason | Warn | None, width: int) -> list[int]:
    """Return the columns of a file of this width that are worth seeing: what is to be mended first, then who and where.

    A wide row scrolls in its own box: what is to be mended must not stand behind its edge.
    """
    to_mend = columns_to_mend(cause, columns) if cause else ()
    others = (getattr(columns, name) for name in SHOWN_FIELDS)
    worth_seeing = dict.fromkeys([*(to_mend or columns.phones), *others, *columns.phones])
    return [index for index in worth_seeing if index is not None and index < width]


def column_labels(kept: BeneficiaryList) -> list[str]:
    """Return the headings of the file's columns."""
    return [column.label for column in file_columns(kept.sample)]


def problem_rows(
    rows: Sequence[ListRow], columns: ColumnMap, indexes: Sequence[int], cause: Reason | Warn
) -> list[ProblemRow]:
    """Return rows in words, as one cause shows them."""
    return [problem_row(row, columns, indexes, cause) for row in rows]


def problem_row(row: ListRow, columns: ColumnMap, indexes: Sequence[int], cause: Reason | Warn) -> ProblemRow:
    """Return a row in words; what its own reasons and the cause are about can be mended."""
    reasons = [*([row.reason] if row.reason else []), *map(Reason, row.details.get("other_reasons", ()))]
    to_mend = {index for word_ in (cause, *reasons) for index in columns_to_mend(word_, columns)}
    if isinstance(cause, Warn) and cause in THE_VERY_CELLS:
        to_mend = {index for index in to_mend if THE_VERY_CELLS[cause](_cell(row, index))}
    accepted = row.verdict is Verdict.ACCEPTED
    done = accepted and isinstance(cause, Reason)
    open_ones = [index for index in indexes if index in to_mend and not done]
    unknown = _unknown_column(row, columns) if cause is Warn.AREA_UNKNOWN else None
    first = unknown if unknown in open_ones else next(iter(open_ones), None)
    cells = tuple(
        ProblemCell(index, one_line(text), cell_mark(text), index in open_ones, index == first)
        for index, text in ((index, _cell(row, index)) for index in indexes)
    )
    settled = accepted and cause not in row.details.get("warnings", ())
    what = (
        _unknown_place(row) if cause is Warn.AREA_UNKNOWN and accepted and not settled else what_is_wrong(row, columns)
    )
    return ProblemRow(row.row, accepted, row.verdict is Verdict.REJECTED, settled, what, cells)


def _unknown_column(row: ListRow, columns: ColumnMap) -> int | None:
    """Return where the highest place stands that is not known: what lies in it cannot be known before."""
    levels = [place["level"] for place in row.details.get("places", ()) if place["cause"] in ASKED]
    return getattr(columns, levels[0]) if levels else None


def _unknown_place(row: ListRow) -> str:
    places = [place for place in row.details.get("places", ()) if place["said"]]
    is_asked = any(place["cause"] == PlaceCause.SEVERAL for place in places)
    why = _("Several places have this name") if is_asked else str(word(Warn.AREA_UNKNOWN))
    return ": ".join(filter(None, [why, ", ".join(place["said"] for place in places)]))


def one_line(text: str) -> str:
    """Return a cell as a field of one line shows it."""
    return " / ".join(line for line in map(str.strip, text.splitlines()) if line)


def what_is_wrong(row: ListRow, columns: ColumnMap) -> str:
    """Return the row's reason, a figure that helps to mend it, and whatever else is wrong with it."""
    if row.verdict is Verdict.IGNORED:
        return str(word(Verdict.IGNORED))
    if row.reason is None:
        return ", ".join(_phones_of(row, columns)) or _("Can be called")
    said = [word(row.reason), *(word(Reason(other)) for other in row.details.get("other_reasons", ()))]
    if row.details.get("not_so"):
        said.append(_("Somebody has said that it was not read right"))
    elif row.reason is Reason.NAME_MISSING and Warn.LETTERS_LOST in row.details.get("warnings", ()):
        said.append(word(Warn.LETTERS_LOST))
    elif broken := _broken_formula(row, columns):
        said.append(broken)
    elif row.reason is Reason.PHONE_INVALID:
        said.append(_what_is_written(row, columns))
    return reduce(lambda one, other: _("%(one)s. %(other)s", one=one, other=other), map(str, said))


def _what_is_written(row: ListRow, columns: ColumnMap) -> str:
    if (odd := odd_cell(row.reason, row.cells, columns)) is not None:
        return str(ODDITIES[odd.oddity]) if odd.oddity in ODDITIES else _broken_formula(row, columns)
    digits = max((sum(letter.isdigit() for letter in text) for text in _phones_of(row, columns)), default=0)
    return str(_("%(digits)s digits are written", digits=digits))


def _broken_formula(row: ListRow, columns: ColumnMap) -> str:
    """Name the formula that keeps a row from having a name or a phone."""
    odd = odd_cell(row.reason, row.cells, columns)
    if odd is None or odd.oddity is not Oddity.BROKEN_FORMULA:
        return ""
    column, shown = column_letters(odd.column), isolated(odd.shown)
    return str(_("The formula in column %(column)s is broken (%(shown)s)", column=column, shown=shown))


def refused_headings(kept: BeneficiaryList) -> RefusedHeadings:
    """Return the first line of the workbook."""
    heads = [str(head) for head in kept.sample[0]] if kept.sample else []
    return RefusedHeadings(_("Row"), _("What is wrong"), _("How to mend it"), heads)


def refused_row(row: ListRow, columns: ColumnMap) -> RefusedRow:
    """Return one line of the workbook."""
    cause = Warn.FORMULA_BROKEN if _broken_formula(row, columns) else row.reason
    mend = str(HINTS[cause]) if cause else ""
    return RefusedRow(row.row, what_is_wrong(row, columns), mend, [str(cell) for cell in row.cells])


def _phones_of(row: ListRow, columns: ColumnMap) -> list[str]:
    return [text for index in columns.phones if (text := _cell(row, index))]


def _cell(row: ListRow, index: int) -> str:
    return str(row.cells[index]) if index < len(row.cells) else ""
