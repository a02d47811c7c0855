"""Why an office file cannot be read, said in one sentence for the person who sent it."""

from collections.abc import Sequence
from typing import Final

from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.refusals import Refusal

MOST_COLUMNS: Final = 150
LONGEST_CELL: Final = 131_072


class UnreadableFile(Exception):  # noqa: N818 - named for what the officer has: a file that cannot be read
    """`because` is a constant word for code and translations; `hint` is the one sentence for the officer.

    `row` and `column` (from 0) are the place that the sentence names.
    """

    def __init__(self, because: str, hint: str, row: int | None = None, column: int | None = None) -> None:
        super().__init__(hint)
        self.because = because
        self.hint = hint
        self.row = row
        self.column = column

    def refusal(self) -> Refusal:
        """Return it as a value."""
        letters = "" if self.column is None else column_letters(self.column)
        return Refusal(self.because, self.hint, row=self.row, column=letters)


def locked() -> UnreadableFile:
    """A workbook that asks for a password."""
    return UnreadableFile(
        "password",
        "The workbook is protected by a password: remove the password in the spreadsheet program, "
        "save it and upload it again.",
    )


def damaged() -> UnreadableFile:
    """A workbook that no program could open as it is."""
    return UnreadableFile(
        "corrupt",
        "The workbook is damaged and cannot be opened: open it in a spreadsheet program, "
        "save it anew as XLSX and upload that file; where it does not open there either, ask for it once more.",
    )


def cut_off() -> UnreadableFile:
    """A workbook whose end is missing: what it holds is listed there, so nothing of it can be read."""
    return UnreadableFile(
        "cut_off",
        "The workbook ends too early, as after a copy or a download that was broken off: "
        "copy or download it once more, see that it opens in a spreadsheet program, and upload it again.",
    )


def nothing_visible(hidden: Sequence[str]) -> UnreadableFile:
    """A workbook in which nothing is to be seen; what is hidden is named and never read unasked."""
    if not hidden:
        return UnreadableFile("empty", "No sheet of the workbook holds a row: check that it is the right file.")
    return UnreadableFile(
        "only_hidden",
        f"No visible sheet of the workbook holds a row, and hidden ones are not read: {', '.join(hidden)}. "
        "Show the sheet with the people in the spreadsheet program, save the workbook and upload it again.",
    )


def no_table() -> UnreadableFile:
    """A web page that holds no row: most often a portal's own, sent in place of the list."""
    return UnreadableFile(
        "no_table",
        "The file is a web page without a table, as a portal sends it when its sign-in has ended: sign in there, "
        "download the list once more, see that it opens in a spreadsheet program, and upload it again.",
    )


def too_many_columns(row: int | None, columns: int) -> UnreadableFile:
    """A sheet wider than any list of people."""
    where = "A row" if row is None else f"Row {row}"
    return UnreadableFile(
        "too_many_columns",
        f"{where} has {columns} columns and at most {MOST_COLUMNS} can be read: "
        "delete the columns that are not needed and upload the file again.",
        row,
    )


def nul_bytes(row: int, column: int) -> UnreadableFile:
    """A text file with bytes that no text has."""
    return UnreadableFile(
        "nul_bytes",
        f"Row {row}, column {column_letters(column)} holds NUL bytes, which no text has: open the file in a spreadsheet, "
        "save it as XLSX or as CSV UTF-8 and upload that.",
        row,
        column,
    )


def never_closed(row: int, column: int | None) -> UnreadableFile:
    """A quotation that takes in what comes after it."""
    return UnreadableFile(
        "quote_never_closed",
        f'A quotation mark (") opened in {_place(row, column)} is never closed: mend that row and upload the file again.',
        row,
        column,
    )


def cell_too_long(row: int, column: int | None) -> UnreadableFile:
    """A cell longer than any that a person writes."""
    return UnreadableFile(
        "cell_too_long",
        f"The cell in {_place(row, column)} is longer than {LONGEST_CELL} letters: shorten it and upload the file again.",
        row,
        column,
    )


def _place(row: int, column: int | None) -> str:
    return f"row {row}" if column is None else f"row {row}, column {column_letters(column)}"
