"""`raabta rehearse`: play a campaign through in virtual time before anyone is called."""

import json
from datetime import datetime, time
from typing import Any, Final

import click
from rich.console import Console
from rich.progress import Progress

from campaigns.house import House, open_house
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.refusals import Refusal
from campaigns.rules.rehearsal.plan import BEGINS, ENDS, RehearsalPlan
from campaigns.rules.rehearsal.words import finish_sentence, limit_sentence, money, notes
from campaigns.shared.rehearsing import rehearsed
from campaigns.store.campaigns import campaign_by_slug
from campaigns.store.session import EVERYTHING
from config import read_settings
from workers.rehearsals import rehearsal_carrier

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
COLUMNS: Final = (
    *("people", "calls", "reached", "unreachable", "otherwise", "waiting", "abandoned"),
    *("idle_share", "days", "finished_on", "cost", "limit"),
)


class Hours(click.ParamType[tuple[time, time]]):
    """Hours as in 10:00-18:00."""

    name = "from-to"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[time, time]:
        """Read them."""
        if isinstance(value, tuple):
            return value
        try:
            begins, ends = (datetime.strptime(part.strip(), "%H:%M").time() for part in str(value).split("-"))  # noqa: DTZ007 - a time of day
        except ValueError:
            self.fail(f"{value} is not a stretch of the day: write it as 10:00-18:00.", param, ctx)
        return begins, ends


@click.command()
@click.argument("slug", metavar="CAMPAIGN")
@click.option("--agents", type=int, required=True, help="Agents at their desks.")
@click.option("--days", type=int, default=30, show_default=True, help="Days to play, from now.")
@click.option("--mode", type=click.Choice([mode.value for mode in DialMode]), help="The campaign's own, if not given.")
@click.option(
    "--hours", type=Hours(), default=(BEGINS, ENDS), show_default="10:00-18:00", help="When agents sit there."
)
@click.option("--day-off", "days_off", type=click.Choice(WEEKDAYS), multiple=True, help="Nobody works then.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed gives the same result."
)
@click.option("--runs", type=int, default=5, show_default=True, help="More runs make the range more honest.")
@click.option(
    "--learned-hours/--fixed-hours", default=None, help="When people are rung again; else as the campaign does."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")
def rehearse(slug: str, *, as_json: bool, **asked: Any) -> None:
    """Play CAMPAIGN through in virtual time: days to finish, calls, people reached, idle time, cost, and what limits it.

    The real rules, on the real list; nobody is called and nothing is written.
    """
    house = open_house(read_settings(), pool_size=2)
    try:
        with house.db.transaction(EVERYTHING) as session:
            campaign = campaign_by_slug(session, slug)
        if campaign is None:
            raise click.ClickException(f"There is no campaign called {slug}.")
        found = _rehearsed(house, campaign.id, _plan(asked, campaign.mode))
    finally:
        house.close()
    if isinstance(found, Refusal):
        raise click.ClickException(found.hint)
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else in_words(found))


def _plan(asked: dict[str, Any], mode: DialMode) -> RehearsalPlan:
    begins, ends = asked["hours"]
    off = tuple(WEEKDAYS.index(day) for day in asked["days_off"])
    own = DialMode(asked["mode"]) if asked["mode"] else mode
    return RehearsalPlan(
        asked["agents"], asked["days"], own, begins, ends, off, asked["seed"], asked["runs"], asked["learned_hours"]
    )


def _rehearsed(house: House, campaign_id: Any, plan: RehearsalPlan) -> dict[str, Any] | Refusal:
    with Progress(console=Console(stderr=True), transient=True, disable=not Console(stderr=True).is_terminal) as bar:
        task = bar.add_task("Rehearsing", total=1.0)
        return rehearsed(
            house.db,
            campaign_id,
            plan,
            rehearsal_carrier(house.settings),
            now=house.now(),
            heard=lambda share: bar.update(task, completed=share),
        )


def in_words(found: dict[str, Any]) -> str:
    """Return a report for a terminal: sentences first, then a table of places."""
    lines = [finish_sentence(found), limit_sentence(found), *notes(found), ""]
    rows = [row | {"name": "  " * len(row["under"]) + str(row["name"] or "place not known")} for row in found["places"]]
    rows.append(found["total"] | {"name": "all"})
    width = max(len(str(row["name"])) for row in rows)
    heads = " ".join(f"{column.replace('_', ' '):>11}" for column in COLUMNS)
    lines.append(f"{'':{width}} {heads}")
    lines += [
        f"{row['name']:{width}} " + " ".join(f"{_cell(row, column, found):>11}" for column in COLUMNS) for row in rows
    ]
    return "\n".join(lines)


def _cell(row: dict[str, Any], column: str, found: dict[str, Any]) -> str:
    value = row.get(column)  # what limits the whole is said in a sentence
    if value is None:
        return "–"
    if column == "idle_share":
        return f"{value:.0%}"
    if column == "cost":
        return money(value, found)
    return f"{value:,}" if isinstance(value, int) else str(value)
