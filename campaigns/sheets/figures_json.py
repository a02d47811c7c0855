"""Figures as JSON; openapi.json beside this file says what each field is."""

from collections.abc import Mapping
from typing import Any

from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import AccountTotals
from campaigns.rules.accounts.named_campaign import NamedCampaign
from campaigns.rules.accounts.outcome_rates import OutcomeRates
from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.reports.tier_report import AreaName, TierReport, TierRow
from campaigns.rules.reports.tiers import TierNumbers


def campaign_json(campaign: NamedCampaign) -> dict[str, Any]:
    """Return a campaign by its names."""
    return {"id": str(campaign.id), "slug": campaign.slug, "name": campaign.name, "status": campaign.status.value}


def totals_json(account: AccountTotals) -> dict[str, Any]:
    """Return the totals of an account: rows by ending and people by the outcome that counts."""
    return {
        "rows": account.whole.rows,
        "people": account.whole.persons,
        "balanced": account.balanced,
        "endings": {ending.value: number for ending, number in account.whole.endings.items()},
        "outcomes": {outcome.value: number for outcome, number in sorted(account.whole.people.items()) if number},
        "rr1": _rate(account.whole.rr1),
        "con1": _rate(account.whole.con1),
    }


def tier_json(tier: TierReport) -> dict[str, Any]:
    """Return a tier: its areas and their sum."""
    return {
        "path": [_area(area) for area in tier.path],
        "areas": [_row(row) for row in tier.rows],
        "whole": _row(tier.whole),
        "reached_less": [
            {
                "kind": group.kind,
                "value": group.value,
                "reached": _rate(group.reached),
                "at_most": group.interval.high,
                "short": group.short,
            }
            for group in tier.least
        ],
        "uncalled": _uncalled(tier),
    }


def rates_json(rates: OutcomeRates) -> dict[str, Any]:
    """Return all rates with formulas, the classes behind them, and how e was estimated."""
    return {
        "rates": [
            {"name": one.name, "formula": one.formula, "part": one.part, "whole": one.whole, "share": one.share}
            for one in rates.rates
        ],
        "classes": {one.value: number for one, number in rates.classes.items()},
        "e": {"share": rates.e, "eligible": rates.eligible, "not_eligible": rates.not_eligible},
    }


def outcomes_json(numbers: TierNumbers) -> dict[str, Any]:
    """Return people by ending and the outcome by which they count."""
    found = sorted((ending.value, outcome.value, number) for (ending, outcome), number in numbers.ended.items())
    return {
        "people": numbers.persons,
        "outcomes": [
            {"ending": ending, "outcome": outcome, "people": number} for ending, outcome, number in found if number
        ],
        "endings": _endings(numbers),
    }


def _uncalled(tier: TierReport) -> dict[str, Any] | None:
    """Return the rows of the tier's lists that nobody is called for: by area and ending, and by reason."""
    rows = tier.uncalled
    if rows is None:
        return None
    return {
        "counted_at": rows.counted_at.isoformat(timespec="seconds"),
        "areas": [
            {"area": _area(tier.uncalled_in.get(area, AreaName())), "endings": {**here}}
            for area, here in sorted(rows.areas.items())
        ],
        "reasons": [{"ending": one.ending, "detail": one.detail, "rows": number} for one, number in rows.reasons],
    }


def _endings(numbers: TierNumbers) -> Mapping[str, int]:
    return {ending.value: number for ending in Ending if (number := numbers.number(ending))}


def _row(row: TierRow) -> dict[str, Any]:
    entitled = row.entitled
    return {
        "area": _area(row.area),
        "people": row.people,
        **{column.value: number for column, number in row.columns.items()},
        "refused": row.refused,
        "rr1": _rate(row.rr1),
        "con1": _rate(row.con1),
        "entitled": {"number": entitled.number, "source": entitled.source, "as_of": entitled.as_of.isoformat()}
        if entitled
        else None,
    }


def _area(area: AreaName) -> dict[str, str] | None:
    return {"id": area.id, "level": area.level, "name": area.name} if area.id else None


def _rate(rate: Rate | None) -> dict[str, Any] | None:
    return {"part": rate.part, "whole": rate.whole, "share": rate.share} if rate else None
