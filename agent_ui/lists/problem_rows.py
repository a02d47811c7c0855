"""Rows of a list as the problems page and the refused-rows workbook say them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from agent_ui.lists.column_form import file_columns
from agent_ui.lists.hints import HINTS
from agent_ui.words import word
from campaigns.rules.columns import ColumnMap
from campaigns.rules.verdicts import Reason
from campaigns.sheets.write_refused_rows import RefusedHeadings, RefusedRow
from campaigns.store.tables import BeneficiaryList, ListRow

SHOWN_FIELDS = ("name", "relative_name", "district", "block", "village")


@dataclass(frozen=True)
class ProblemRow:
    """One row: its number in the file, what is wrong, and the cells of the columns that we use."""

    number: int
    what: str
    cells: tuple[str, ...]


def shown_indexes(columns: ColumnMap) -> list[int]:
    """Return the file's columns that are worth seeing beside a problem: phones first, then who and where."""
    others = (getattr(columns, name) for name in SHOWN_FIELDS)
    return list(dict.fromkeys([*columns.phones, *(index for index in others if index is not None)]))


def column_labels(kept: BeneficiaryList) -> list[str]:
    """Return the headings of the file's columns."""
    return [column.label for column in file_columns(kept.sample)]


def problem_rows(rows: Sequence[ListRow], columns: ColumnMap, indexes: Sequence[int]) -> list[ProblemRow]:
    """Return rows in words."""
    return [
        ProblemRow(row.row, what_is_wrong(row, columns), tuple(_cell(row, index) for index in indexes)) for row in rows
    ]


def what_is_wrong(row: ListRow, columns: ColumnMap) -> str:
    """Return the row's reason, a figure that helps to mend it, and whatever else is wrong with it."""
    if row.reason is None:
        return ", ".join(_phones_of(row, columns)) or _("Can be called")
    said = [word(row.reason), *(word(Reason(other)) for other in row.details.get("other_reasons", ()))]
    if row.reason is Reason.PHONE_INVALID:
        digits = max((sum(letter.isdigit() for letter in text) for text in _phones_of(row, columns)), default=0)
        said.append(_("%(digits)s digits are written", digits=digits))
    return ". ".join(said)


def refused_headings(kept: BeneficiaryList) -> RefusedHeadings:
    """Return the first line of the workbook."""
    heads = [str(head) for head in kept.sample[0]] if kept.sample else []
    return RefusedHeadings(_("Row"), _("What is wrong"), _("How to mend it"), heads)


def refused_row(row: ListRow, columns: ColumnMap) -> RefusedRow:
    """Return one line of the workbook."""
    mend = str(HINTS[row.reason]) if row.reason else ""
    return RefusedRow(row.row, what_is_wrong(row, columns), mend, [str(cell) for cell in row.cells])


def _phones_of(row: ListRow, columns: ColumnMap) -> list[str]:
    return [text for index in columns.phones if (text := _cell(row, index))]


def _cell(row: ListRow, index: int) -> str:
    return str(row.cells[index]) if index < len(row.cells) else ""
