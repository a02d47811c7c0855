"""What check-list says of a file beside its rows: sheets that it passes by, columns that are not what they promise."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from campaigns.rules.lists.column_doubts import Doubt
from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.columns import ColumnMap, problems
from campaigns.sheets.sheet import Sheet, SheetKind

_DOUBTS: Final = {  # of one column, of several
    Doubt.NOT_NAMES: (
        "Column {columns} promises names, and phone numbers stand in it: name another with --columns name=…",
        "Columns {columns} promise names, and phone numbers stand in them: name another with --columns name=…",
    ),
    Doubt.NOT_PHONES: (
        "Column {columns} promises phone numbers, and nothing in it could be one: name another with --columns phone=…",
        "Columns {columns} promise phone numbers, and nothing in them could be one: name others with --columns phone=…",
    ),
    Doubt.SECOND_TABLE: (
        "Two tables stand side by side: the heading of column {columns} comes again further right, and the people there"
        " are not read. Put them below the first ones, or into a file of their own.",
    )
    * 2,
    Doubt.OLD_FONT: (
        "Column {columns} looks as if it was typed in an old font such as Kruti Dev: an officer has to confirm on the page"
        " how it reads.",
        "Columns {columns} look as if they were typed in an old font such as Kruti Dev: an officer has to confirm on the"
        " page how they read.",
    ),
}
_NAMED: Final = 5  # columns of one doubt


def list_notes(
    sheet: Sheet, columns: ColumnMap, doubts: Mapping[int, Sequence[Doubt]], *, sheet_named: bool, encoding_named: bool
) -> Iterator[str]:
    """Say what somebody should know before she believes the counts."""
    if sheet_named and sheet.kind is SheetKind.TEXT:
        yield "A text file has no sheets: --sheet changes nothing."
    if encoding_named and sheet.encoding is None:
        yield "A workbook says itself how its letters are written: --encoding changes nothing."
    if len(sheet.names) > 1 and not sheet_named:
        yield f"Of several sheets {sheet.name} is read; --sheet names another of {', '.join(sheet.names)}."
    unread = [name for name in sheet.hidden if name != sheet.name]
    if unread:
        yield f"Hidden, and not read unless named with --sheet: {', '.join(unread)}."
    if columns.phones:
        yield from (f"{problem.hint[:-1]} with --columns name=…" for problem in problems(columns))
    for doubt, said in _DOUBTS.items():
        if found := [column_letters(index) for index, asked in doubts.items() if doubt in asked]:
            yield said[len(found) > 1].format(columns=_listed(found))


def _listed(letters: Sequence[str]) -> str:
    more = f" and {len(letters) - _NAMED} more" if len(letters) > _NAMED else ""
    return ", ".join(letters[:_NAMED]) + more
