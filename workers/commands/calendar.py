"""`raabta calendar`: when nobody may be called somewhere, with the order or the notice behind it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import click

from campaigns.calling.note_place_rule import GapRule, HolidayRule, OutageRule, note_place_rule
from campaigns.house import House, open_house
from campaigns.rules.calling.calling_hours import ZONES
from campaigns.rules.refusals import Refusal
from campaigns.store.calling.calling_rules import standing_outages
from campaigns.store.session import EVERYTHING
from config import read_settings

MOMENT: Final = click.DateTime(["%Y-%m-%d %H:%M"])
DAY: Final = click.DateTime(["%Y-%m-%d"])
TIME: Final = click.DateTime(["%H:%M"])
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
named = click.option("--name", required=True, help="What people call it.")
sourced = click.option("--source", required=True, help="The order or the notice behind it.")
in_region = click.option("--region", type=click.Choice(sorted(ZONES)), required=True)
in_area = click.option("--area", help="Only there, as in district:623; else everywhere in the region.")


@click.group("calendar")
def calendar() -> None:
    """Note outages, holidays and gaps of the day. They hold at once, also for calls that wait to be dialled."""


@calendar.command("outage")
@click.option("--area", required=True, help="As in district:623.")
@click.option("--begins", type=MOMENT, required=True, help="Local time of the region, as in 2026-11-22 08:00.")
@click.option(
    "--ends", type=MOMENT, help="Left out: not known yet. Given later for the same beginning, it is set then."
)
@in_region
@named
@sourced
def outage(*, area: str, begins: datetime, ends: datetime | None, region: str, name: str, source: str) -> None:
    """The phones of an area are dead: nobody there is dialled, and attempts made into it do not count."""
    zone = ZoneInfo(ZONES[region])
    until = ends.replace(tzinfo=zone) if ends else None
    _note(OutageRule(area, begins.replace(tzinfo=zone), until, name, source))


@calendar.command("holiday")
@click.option("--day", type=DAY, required=True)
@in_region
@in_area
@named
@sourced
def holiday(*, day: datetime, region: str, area: str | None, name: str, source: str) -> None:
    """Nobody is called on a day."""
    _note(HolidayRule(region, area, day.date(), name, source))


@calendar.command("gap")
@click.option("--begins", type=TIME, required=True, help="Local time.")
@click.option("--ends", type=TIME, required=True, help="Local time; 00:00 is the end of the day.")
@click.option("--weekday", type=click.Choice(WEEKDAYS), help="Left out: every day.")
@click.option("--from", "valid_from", type=DAY, required=True, help="The first day on which it holds.")
@click.option("--to", "valid_to", type=DAY, help="The last day; left out: until further notice.")
@in_region
@in_area
@named
@sourced
def gap(  # noqa: PLR0913 - one option each
    *,
    begins: datetime,
    ends: datetime,
    weekday: str | None,
    valid_from: datetime,
    valid_to: datetime | None,
    region: str,
    area: str | None,
    name: str,
    source: str,
) -> None:
    """Nobody is called at a time of the day: a prayer, the breaking of the fast, an area's evening."""
    day = WEEKDAYS.index(weekday) if weekday else None
    last = valid_to.date() if valid_to else None
    _note(GapRule(region, area, day, begins.time(), ends.time(), valid_from.date(), last, name, source))


@calendar.command("show")
def show() -> None:
    """List the outages that stand or are announced."""
    with _house() as house, house.db.transaction(EVERYTHING) as session:
        for row in standing_outages(session, now=house.now()):
            until = f"{row.ends_at:%Y-%m-%d %H:%M %Z}" if row.ends_at else "not known"
            click.echo(f"{row.area_id}: {row.name}, {row.begins_at:%Y-%m-%d %H:%M %Z} until {until} ({row.source})")


def _note(rule: OutageRule | HolidayRule | GapRule) -> None:
    with _house() as house:
        refusal: Refusal | None = note_place_rule(house.db, rule, now=house.now())
    if refusal:
        raise click.ClickException(refusal.hint)
    click.echo("Noted: it holds from now on.")


@contextmanager
def _house() -> Iterator[House]:
    house = open_house(read_settings(), pool_size=1)
    try:
        yield house
    finally:
        house.close()
