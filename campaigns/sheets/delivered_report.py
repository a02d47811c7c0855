"""A report as it is sent to a department: a workbook, and the same figures as JSON."""

import json
from datetime import datetime
from io import BytesIO

from campaigns.rules.named_campaign import NamedCampaign
from campaigns.rules.outcome_rates import OutcomeRates
from campaigns.rules.response_rates import Rate
from campaigns.rules.tier_report import TierReport, TierRow
from campaigns.rules.tiers import TierNumbers
from campaigns.sheets.figures_json import campaign_json, outcomes_json, rates_json, tier_json
from campaigns.sheets.write_figures import FigureSheet, Value, write_figures

HEADINGS = (
    "place", "code", "entitled", "people", "reached", "refused", "waiting", "unreachable", "closed", "withdrawn",
    "share_reached", "con1", "rr1",
)  # fmt: skip


def delivered_json(campaign: NamedCampaign, tier: TierReport, numbers: TierNumbers, rates: OutcomeRates) -> bytes:
    """Return tier, outcomes and rates as the API tells them, in one object."""
    figures = {
        "as_of": tier.drawn_at.isoformat(timespec="seconds"),
        "campaign": campaign_json(campaign),
        "tier": tier_json(tier),
        "outcomes": outcomes_json(numbers),
        "rates": rates_json(rates),
    }
    return json.dumps(figures, ensure_ascii=False).encode()


def delivered_workbook(campaign: NamedCampaign, tier: TierReport, numbers: TierNumbers, rates: OutcomeRates) -> bytes:
    """Return the same as a workbook with the words of the API as headings, so that machines read it as well."""
    above = [campaign.name, " > ".join(area.name for area in tier.path) or "all places", _moment(tier.drawn_at)]
    file = BytesIO()
    outcomes: list[list[Value]] = [
        [ending.value, outcome.value, number] for (ending, outcome), number in sorted(numbers.ended.items()) if number
    ]
    write_figures(
        file,
        [
            FigureSheet("tier", above, HEADINGS, [_row(row) for row in (*tier.rows, tier.whole)], shares=frozenset({10, 11, 12})),
            FigureSheet("outcomes", above, ("ending", "outcome", "people"), outcomes),
            FigureSheet(
                "rates",
                above,
                ("rate", "share", "part", "whole", "formula"),
                [[one.name, one.share, one.part, one.whole, one.formula] for one in rates.rates],
                [f"e = {rates.e:.4f}"],
                shares=frozenset({1}),
            ),
        ],
    )  # fmt: skip
    return file.getvalue()


def _row(row: TierRow) -> list[Value]:
    reached, waiting, unreachable, closed, withdrawn = (int(number) for number in row.columns.values())
    counts = [int(row.people), reached, int(row.refused), waiting, unreachable, closed, withdrawn]
    entitled = row.entitled.number if row.entitled else None
    return [row.area.name, row.area.id, entitled, *counts, *(_share(one) for one in (row.reach, row.con1, row.rr1))]


def _share(rate: Rate | None) -> Value:
    return rate.share if rate else None


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="minutes")
