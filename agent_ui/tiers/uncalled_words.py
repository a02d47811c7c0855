"""The rows of a tier that nobody is called for, as sheets that page, workbook and paper show alike."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext

from agent_ui.endings import ENDINGS, detail_in_words
from agent_ui.numbers import moment_of_year
from agent_ui.words import unknown_place
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.uncalled_rows import FEWEST_TOLD, UncalledRows, about
from campaigns.rules.reports.tier_report import TierReport
from campaigns.sheets.write_figures import FigureSheet, Value
from campaigns.store.tables import Campaign


def uncalled_sheets(campaign: Campaign, tier: TierReport) -> Iterator[FigureSheet]:
    """Yield these rows by place, and by reason; nothing where there are none or they were not counted yet."""
    rows = tier.uncalled
    if rows is None or not rows.endings:
        return
    counted = gettext("Counted %(moment)s", moment=moment_of_year(rows.counted_at, campaign.zone))
    below = [careful_words()] if rows.careful else []
    yield FigureSheet(
        name=gettext("Rows without a call"),
        above=[campaign.name, counted],
        headings=[
            gettext("Place"),
            *([] if rows.careful else [gettext("Rows of lists"), gettext("People listed")]),
            *(str(ENDINGS[ending]) for ending in rows.endings),
        ],
        rows=[*_by_place(tier, rows), _line(gettext("All together"), _people(tier, None), rows, rows.whole)],
        below=below,
        sums=True,
    )
    yield FigureSheet(
        name=gettext("Why nobody is called"),
        above=[campaign.name, counted],
        headings=[gettext("Ending"), gettext("In detail"), gettext("Rows")],
        rows=[
            [str(ENDINGS[ended.ending]), detail_in_words(ended) or "–", _told(rows, number)]
            for ended, number in rows.reasons
        ],
        below=below,
    )


def _by_place(tier: TierReport, rows: UncalledRows) -> list[list[Value]]:
    """Return a line for each area with people or such rows, by name; rows of no known place last."""
    ids = {row.area.id for row in tier.rows} | {
        one for one, here in rows.areas.items() if rows.tells(sum(here.values()))
    }
    names = {row.area.id: row.area.name for row in tier.rows} | {one.id: one.name for one in tier.uncalled_in.values()}
    return [
        _line(names.get(one) or unknown_place(tier.path), _people(tier, one), rows, rows.areas.get(one, {}))
        for one in sorted(ids, key=lambda one: (not names.get(one), names.get(one, ""), one))
    ]


def _people(tier: TierReport, area_id: str | None) -> int:
    """Return the people of an area (None: of all), each of whom has one row of her own."""
    found = [tier.whole] if area_id is None else [row for row in tier.rows if row.area.id == area_id]
    return sum(row.people for row in found if isinstance(row.people, int))


def _line(name: str, people: int, rows: UncalledRows, here: Mapping[Ending, int]) -> list[Value]:
    sums: list[Value] = [] if rows.careful else [people + sum(here.values()), people]
    return [name, *sums, *(_told(rows, here.get(ending, 0)) for ending in rows.endings)]


def _told(rows: UncalledRows, number: int) -> int | str:
    if not rows.careful:
        return number
    told = about(number)
    return f"<{FEWEST_TOLD}" if told is None else told


def careful_words() -> str:
    """Say how numbers are kept from telling who somebody is."""
    return str(gettext("Numbers are rounded to the nearest ten, and fewer than 20 are not told."))
