"""Writes an account as CSV, piece by piece, so that a million rows need no memory."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from campaigns.rules.accounts.drawn_account import Account, AccountRow, Attempt
from campaigns.sheets.account_words import AccountWords

COLUMNS: Final = (
    "list",
    "row",
    "scheme_person_id",
    "state",
    "division",
    "district",
    "block",
    "phone_end",
    "ending",
    "detail",
    "same_as",
    "callback_at",
    "aapor",
    "attempts",
    "each_attempt",
    "weight",
    "stratum",
    "calls_in",
    "each_call_in",
    "answered_by",
)
IN_WORDS: Final = ("ending_in_words", "detail_in_words")  # after these, where a reader's language is known
DEFINITIONS: Final = {
    "rr1": "AAPOR RR1 = I / ((I + P) + (R + NC + O) + (UH + UO))",
    "con1": "AAPOR CON1 = ((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO))",
    "source": "AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys",
    "phone_end": "last four digits of the number: an account is copied and mailed about, so no number is whole in it",
    "attempts": "calls to the person, and to others on her phone while nobody answered it: it rang for the whole house",
    "calls_in": "calls that the person, or somebody on her phone, made to the campaign's number; no attempts",
    "answered_by": "who picked up as the agent heard: self, family, neighbour, someone_else, wrong_number; of a row, the last",
    "weight": "of a person in a sample: people of her stratum / people drawn of it; 1 where everybody is called",
    "stratum": "2:… is of people who were new in the second version of a list; whoever was drawn before keeps her own",
}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run


def account_csv(account: Account, words: AccountWords | None = None) -> Iterator[str]:
    """Give one line per uploaded row, with a byte order mark by which spreadsheets know UTF-8.

    Columns and endings have the same names in every language, for programs that read them; the reader's words follow.
    """
    page = io.StringIO(newline="")
    lines = csv.writer(page)
    zone = ZoneInfo(account.zone)
    page.write("\ufeff")
    lines.writerow(COLUMNS + (IN_WORDS if words else ()))
    for row in account.rows:
        lines.writerow(account_line(row, zone) + (list(words.ended(row.ended)) if words else []))
        if page.tell() > 60_000:
            yield page.getvalue()
            page.seek(0)
            page.truncate()
    yield page.getvalue()


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def account_line(row: AccountRow, zone: ZoneInfo) -> list[str | int]:
    """Return the cells of a row in the order of COLUMNS."""
    return [
        harmless(row.filename),
        row.row,
        harmless(row.scheme_person_id or ""),
        *[harmless(name or "") for name in row.place.names.values()],
        row.phone_end,
        row.ended.ending,
        row.ended.detail,
        harmless(row.same_as),
        moment_in(row.callback_at, zone) if row.callback_at else "",
        row.aapor,
        len(row.attempts),
        _each(row.attempts, zone),
        weight_in_words(row.weight) if row.weight is not None else "",
        harmless(row.stratum),
        len(row.calls_in),
        _each(row.calls_in, zone),
        row.answered_by,
    ]


def _each(calls: Iterable[Attempt], zone: ZoneInfo) -> str:
    return "; ".join([f"{moment_in(one.at, zone)} {one.result} {one.phone_end}" for one in calls])


def weight_in_words(weight: Decimal) -> str:
    """Return a weight with all its digits that matter."""
    return f"{weight:.12f}".rstrip("0").rstrip(".")


def moment_in(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment to the second, with its offset."""
    return at.astimezone(zone).isoformat(timespec="seconds")
