"""Writes an account as CSV or JSON, piece by piece, so that a million rows need no memory."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from campaigns.rules.account import Tally
from campaigns.rules.drawn_account import Account, AccountRow, Attempt, PlaceTotals, SampleTotals, Tier
from campaigns.rules.response_rates import Rate
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
)
IN_WORDS: Final = ("ending_in_words", "detail_in_words")  # after these, where a reader's language is known
DEFINITIONS: Final = {
    "rr1": "AAPOR RR1 = I / ((I + P) + (R + NC + O) + (UH + UO))",
    "con1": "AAPOR CON1 = ((I + P) + R + O) / ((I + P) + R + O + NC + (UH + UO))",
    "source": "AAPOR, Standard Definitions: Final Dispositions of Case Codes and Outcome Rates for Surveys",
    "phone_end": "last four digits of the number: an account is copied and mailed about, so no number is whole in it",
    "attempts": "calls to the person, and to others on her phone while nobody answered it: it rang for the whole house",
    "calls_in": "calls that the person, or somebody on her phone, made to the campaign's number; no attempts",
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


def account_json(account: Account, words: AccountWords | None = None) -> Iterator[str]:
    """Give one JSON object: whose account, lists, totals and rates on every tier, then every row on its own line."""
    zone = ZoneInfo(account.zone)
    head: dict[str, Any] = {
        "campaign": account.campaign,
        "slug": account.slug,
        "department": account.department,
        "drawn_at": _moment(account.drawn_at, zone),
        "balanced": account.balanced,
        "definitions": DEFINITIONS,
        "lists": [
            {
                "list": one.filename,
                "sha256": one.sha256,
                "status": one.status,
                "file_rows": one.file_rows,
                "counted": one.counted,
                "sample": _sample(one.sample, zone) if one.sample else None,
            }
            for one in account.lists
        ],
        "totals": _tally(account.whole),
        "calls_in": asdict(account.calls_in),
        **{f"{tier}s": [_place(place) for place in account.tiers[tier]] for tier in Tier},
    }
    if words:
        head["words"] = {"language": words.language, "endings": dict(words.endings), "results": dict(words.results)}
    yield json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "rows": [\n'
    before = ""
    for row in account.rows:
        yield before + json.dumps(_row(row, zone), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


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
        _moment(row.callback_at, zone) if row.callback_at else "",
        row.aapor,
        len(row.attempts),
        _each(row.attempts, zone),
        weight_in_words(row.weight) if row.weight is not None else "",
        harmless(row.stratum),
        len(row.calls_in),
        _each(row.calls_in, zone),
    ]


def _each(calls: Iterable[Attempt], zone: ZoneInfo) -> str:
    return "; ".join([f"{_moment(one.at, zone)} {one.result} {one.phone_end}" for one in calls])


def _row(row: AccountRow, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "list": row.filename,
        "row": row.row,
        "scheme_person_id": row.scheme_person_id,
        **row.place.names,
        "phone_end": row.phone_end,
        "ending": row.ended.ending,
        "detail": row.ended.detail,
        "same_as": row.same_as,
        "callback_at": _moment(row.callback_at, zone) if row.callback_at else None,
        "aapor": row.aapor,
        "attempts": [_call(one, zone) for one in row.attempts],
        "weight": float(row.weight) if row.weight is not None else None,
        "stratum": row.stratum or None,
        "calls_in": [_call(one, zone) for one in row.calls_in],
    }


def _call(one: Attempt, zone: ZoneInfo) -> dict[str, str]:
    return {"at": _moment(one.at, zone), "result": one.result, "phone_end": one.phone_end}


def weight_in_words(weight: Decimal) -> str:
    """Return a weight with all its digits that matter."""
    return f"{weight:.12f}".rstrip("0").rstrip(".")


def _sample(sample: SampleTotals, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "seed": sample.seed,
        "drawn_at": _moment(sample.drawn_at, zone),
        "by": sample.by,
        "round": sample.round,
        "listed": sample.listed,
        "drawn": sample.drawn,
        "strata": [
            {"stratum": one.name, "people": one.people, "drawn": one.drawn, "weight": float(one.weight)}
            for one in sample.strata
        ],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "rows": tally.rows,
        "people": tally.persons,
        "endings": tally.endings,
        "details": [
            {"ending": ended.ending, "detail": ended.detail, "rows": number}
            for ended, number in sorted(tally.ended.items())
        ],
        "rr1": _rate(tally.rr1),
        "con1": _rate(tally.con1),
    }


def _place(place: PlaceTotals) -> dict[str, Any]:
    where: dict[str, Any] = {}
    for tier in Tier:
        area = place.place.area(tier)
        where |= {f"{tier}_id": area.id if area else None, tier: area.name if area else None}
    return where | _tally(place.tally)


def _rate(rate: Rate) -> dict[str, Any]:
    return {"part": rate.part, "whole": rate.whole, "share": None if rate.share is None else round(rate.share, 6)}


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
