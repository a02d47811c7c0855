"""A tier as the sheet of a workbook: the same numbers, hidden where the page hides them."""

from collections.abc import Sequence

from flask_babel import gettext

from agent_ui.numbers import day, moment_of_year
from agent_ui.tiers.group_words import COLUMNS, REASONS
from agent_ui.words import unknown_place, word
from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.reports.tier_report import Hidden, Shown, TierReport, TierRow
from campaigns.rules.reports.tiers import TierNumbers
from campaigns.sheets.write_account import DEFINITIONS
from campaigns.sheets.write_figures import FigureSheet, Value
from campaigns.store.tables import Campaign


def tier_sheet(
    campaign: Campaign, tier: TierReport, ordered: Sequence[TierRow] | None = None, waiting: Sequence[str] = ()
) -> FigureSheet:
    """Return the sheet of a tier, its sums last; the areas by name, or in the order that was asked for.

    `waiting`: sentences about lists of which nobody stands here yet.
    """
    path = " › ".join([gettext("All places"), *(area.name for area in tier.path)])
    as_of = gettext("As of %(moment)s", moment=moment_of_year(tier.drawn_at, campaign.zone))
    return FigureSheet(
        name=gettext("Tiers"),
        above=[campaign.name, path, as_of, *waiting],
        headings=[
            gettext("Place"),
            gettext("Code"),
            gettext("Entitled"),
            gettext("Entitled as of"),
            gettext("People listed"),
            gettext("Reached"),
            gettext("of these refused"),
            *(str(label) for label in list(COLUMNS.values())[1:]),
            gettext("Share reached"),
            gettext("Contact rate"),
            gettext("Response rate"),
        ],
        rows=[
            *(
                _row(row, row.area.name or unknown_place(tier.path))
                for row in (tier.rows if ordered is None else ordered)
            ),
            _row(tier.whole, gettext("All together")),
        ],
        below=[*(DEFINITIONS[name] for name in ("rr1", "con1", "source")), *_small(tier)],
        shares=frozenset({11, 12, 13}),
        sums=True,
    )


def outcomes_sheet(above: Sequence[str], numbers: TierNumbers) -> FigureSheet:
    """Return people by ending and outcome, their sum last; only for those who may see every count."""
    rows: list[list[Value]] = [
        [str(label), word(outcome), people, people / numbers.persons]
        for label, endings in REASONS
        for outcome, people in numbers.reasons(*endings)
    ]
    if rows:
        rows.append([gettext("All together"), "", numbers.persons, 1.0])
    headings = [gettext("Ending"), gettext("Counts as"), gettext("People"), gettext("Share")]
    return FigureSheet(gettext("Outcomes"), above, headings, rows, shares=frozenset({3}), sums=bool(rows))


def _row(row: TierRow, name: str) -> list[Value]:
    entitled = row.entitled
    return [
        name,
        row.area.id,
        entitled.number if entitled else None,
        f"{day(entitled.as_of)}, {entitled.source}" if entitled else None,
        _shown(row.people),
        _shown(row.reached),
        _shown(row.refused),
        *(_shown(number) for number in list(row.columns.values())[1:]),
        *(_share(rate) for rate in (row.reach, row.con1, row.rr1)),
    ]


def _shown(number: Shown) -> Value:
    if number is Hidden.BESIDE:
        return str(gettext("hidden"))
    return number.value if isinstance(number, Hidden) else number


def _share(rate: Rate | None) -> Value:
    return rate.share if rate else None


def _small(tier: TierReport) -> list[str]:
    if tier.numbers is not None:
        return []
    return [gettext("Counts under 5 are hidden, and others with which they could be computed.")]
