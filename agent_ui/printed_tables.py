"""Turns the sheets of figures into tables on paper, with the charts of the pages above them."""

from collections.abc import Collection, Iterable, Sequence

from agent_ui.numbers import number, percent
from agent_ui.typeset import Column, PrintedBar, PrintedTable, PrintedWeek
from campaigns.rules.reports.report_figures import HourTable
from campaigns.rules.reports.tier_report import TierRow
from campaigns.sheets.write_figures import FigureSheet, Value


def printed_table(
    sheet: FigureSheet,
    *,
    title: str = "",
    sentences: Sequence[str] = (),
    bars: Sequence[PrintedBar] = (),
    without: Collection[int] = (),
) -> PrintedTable:
    """Return a sheet as a table; columns in which nothing stands are left out, as are those named in `without`."""
    kept = [at for at in range(len(sheet.headings)) if at not in without and _is_filled(sheet.rows, at)]
    return PrintedTable(
        title or sheet.name,
        [Column(sheet.headings[at], number=_is_number(sheet.rows, at), formula=at in sheet.formulas) for at in kept],
        [
            [_in_words(row[at] if at < len(row) else None, share=at in sheet.shares) for at in kept]
            for row in sheet.rows
        ],
        sentences=sentences,
        bars=bars,
        sums=sheet.sums,
    )


def place_bars(rows: Iterable[TierRow], unknown: str) -> list[PrintedBar]:
    """Return the share reached of each area as far as it may be shown."""
    shares = [(row.area.name or unknown, row.reach.share if row.reach else None) for row in rows]
    return [PrintedBar(name, share, percent(share)) for name, share in shares]


def week_of(hours: HourTable, days: Sequence[str]) -> PrintedWeek:
    """Return the share of dials of each hour of the week that reached the person."""
    cells = [[hours.cells.get((day, hour)) for hour in hours.hours] for day in range(1, 8)]
    shares = [[one.reached / one.dialled if one and one.dialled else None for one in line] for line in cells]
    return PrintedWeek(days, hours.hours, shares)


def _is_filled(rows: Sequence[Sequence[Value]], at: int) -> bool:
    return not rows or any(at < len(row) and row[at] not in (None, "") for row in rows)


def _is_number(rows: Sequence[Sequence[Value]], at: int) -> bool:
    return bool(rows) and any(isinstance(row[at], int | float) for row in rows if at < len(row))


def _in_words(value: Value, *, share: bool) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    return percent(value) if share else number(value)
