"""Writes an account as one JSON object, row by row, so that a million of them need no memory."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.rules.accounts.account import Tally
from campaigns.rules.accounts.drawn_account import Account, AccountRow, Attempt, PlaceTotals, Tier
from campaigns.rules.accounts.listed_totals import SampleTotals
from campaigns.rules.accounts.response_rates import Rate
from campaigns.sheets.account_words import AccountWords
from campaigns.sheets.write_account import DEFINITIONS, moment_in


def account_json(account: Account, words: AccountWords | None = None) -> Iterator[str]:
    """Give one JSON object: whose account, lists, totals and rates on every tier, then every row on its own line."""
    zone = ZoneInfo(account.zone)
    head: dict[str, Any] = {
        "campaign": account.campaign,
        "slug": account.slug,
        "department": account.department,
        "drawn_at": moment_in(account.drawn_at, zone),
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
        "callback_at": moment_in(row.callback_at, zone) if row.callback_at else None,
        "aapor": row.aapor,
        "attempts": [_call(one, zone) for one in row.attempts],
        "weight": float(row.weight) if row.weight is not None else None,
        "stratum": row.stratum or None,
        "calls_in": [_call(one, zone) for one in row.calls_in],
        "answered_by": row.answered_by or None,
    }


def _call(one: Attempt, zone: ZoneInfo) -> dict[str, str | None]:
    at = moment_in(one.at, zone)
    return {"at": at, "result": one.result, "phone_end": one.phone_end, "answered_by": one.answered_by}


def _sample(sample: SampleTotals, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "seed": sample.seed,
        "drawn_at": moment_in(sample.drawn_at, zone),
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
