"""Writes an account as a workbook in the reader's language: its totals on every tier, and every row, in bounded memory."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import xlsxwriter

from campaigns.rules.accounts.drawn_account import Account, AccountRow, Attempt, PlaceTotals, Tier
from campaigns.sheets.account_words import AccountWords
from campaigns.sheets.write_account import COLUMNS, weight_in_words

MOST_ROWS: Final = 1_000_000  # a sheet holds 1,048,576 lines
_LONGEST_CELL: Final = 32_767
Cell = str | int | float | None


def write_account_book(target: Path, account: Account, words: AccountWords) -> None:
    """Write the workbook; no cell of it is a formula, whatever stood in the list."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        bold = book.add_format({"bold": True})
        for tier in account.shown_tiers:
            sheet = _Sheet(book, words.sheets[tier], words, bold)
            _write_tier(sheet, account.tiers[tier], account.shown_tiers[: account.shown_tiers.index(tier) + 1], words)
        _write_rows(book, account, words, bold)


class _Sheet:
    """A sheet that is filled from the top."""

    def __init__(
        self, book: xlsxwriter.Workbook, name: str, words: AccountWords, bold: xlsxwriter.format.Format
    ) -> None:
        self._page = book.add_worksheet(name[:31])
        self._bold, self._line = bold, 0
        if words.right_to_left:
            self._page.right_to_left()
        self._page.freeze_panes(1, 0)

    def widths(self, *widths: int) -> None:
        """Set the widths of the first columns."""
        for column, width in enumerate(widths):
            self._page.set_column(column, column, width)

    def write(self, cells: Iterable[Cell], *, heading: bool = False) -> None:
        """Write the next line."""
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                self._page.write_string(self._line, column, cell[:_LONGEST_CELL], self._bold if heading else None)
            elif cell is not None:
                self._page.write_number(self._line, column, cell)
        self._line += 1


def _write_tier(sheet: _Sheet, totals: Sequence[PlaceTotals], tiers: Sequence[Tier], words: AccountWords) -> None:
    sheet.widths(*(24 for _ in tiers))
    names = [words.columns[tier] for tier in tiers]
    rates = [words.columns["con1"], words.columns["rr1"]]
    sheet.write([*names, words.columns["rows"], *(label for label, _ in words.groups), *rates], heading=True)
    for total in totals:
        counted = total.tally.endings
        gathered = [sum(counted[one] for one in counted if one in endings) for _, endings in words.groups]
        shares = [total.tally.con1.share, total.tally.rr1.share]
        places = [total.place.name(tier) or words.unknown_place for tier in tiers]
        sheet.write([*places, total.tally.rows, *gathered, *shares])


def _write_rows(
    book: xlsxwriter.Workbook, account: Account, words: AccountWords, bold: xlsxwriter.format.Format
) -> None:
    sheet = _rows_sheet(book, words.sheets["rows"], words, bold)
    for written, row in enumerate(account.rows):
        if written and written % MOST_ROWS == 0:
            name = f"{words.sheets['rows']} {written // MOST_ROWS + 1}"
            sheet = _rows_sheet(book, name, words, bold)
        sheet.write(_cells(row, words))


def _rows_sheet(book: xlsxwriter.Workbook, name: str, words: AccountWords, bold: xlsxwriter.format.Format) -> _Sheet:
    sheet = _Sheet(book, name, words, bold)
    sheet.widths(24, 8, 18, 18, 18, 18, 18, 8, 26, 26)
    sheet.write((words.columns[name] for name in COLUMNS), heading=True)
    return sheet


def _cells(row: AccountRow, words: AccountWords) -> list[Cell]:
    ending, detail = words.ended(row.ended)
    return [
        row.filename,
        row.row,
        row.scheme_person_id,
        *(row.place.name(tier) for tier in Tier),
        row.phone_end,
        ending,
        detail,
        row.same_as,
        words.moment(row.callback_at) if row.callback_at else None,
        row.aapor,
        len(row.attempts),
        _each(row.attempts, words),
        weight_in_words(row.weight) if row.weight is not None else None,
        row.stratum,
        len(row.calls_in),
        _each(row.calls_in, words),
        words.speakers[row.answered_by] if row.answered_by else None,
    ]


def _each(calls: Iterable[Attempt], words: AccountWords) -> str:
    return "; ".join(f"{words.moment(one.at)} {words.results[one.result]} {one.phone_end}" for one in calls)
