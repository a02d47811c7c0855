"""Figures of a rehearsal brought into the shape of its charts and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from agent_ui.numbers import number, percent
from agent_ui.rehearsal.sentences import ASSUMED, SPENT, in_words
from campaigns.rules.rehearsal.tally import Spent

WIDTH, HEIGHT = 460, 84  # of the drawing inside a chart, in its own units
FEWEST_BARS: Final = 12
LABELLED: Final = 6  # days with a date under them, at most
LEAST_SHARE: Final = 0.005


@dataclass(frozen=True)
class DayBar:
    """One day of both charts: its place along the axis, and how high its bars are."""

    on: str
    label: str  # empty: no room for one
    x: float
    wide: float
    reached: int
    reached_high: float
    idle: float | None
    idle_high: float


@dataclass(frozen=True)
class TimeBar:
    """A part of the agents' time."""

    name: str
    share: float
    hours: int


def day_bars(found: Mapping[str, Any]) -> list[DayBar]:
    """Return the days of a rehearsal."""
    days = found["days"]
    most = max([1, *(row["reached"] for row in days)])
    step = WIDTH / max(len(days), FEWEST_BARS)
    every = -(-len(days) // LABELLED) if days else 1
    return [
        DayBar(
            on=in_words(row["on"]),
            label=f"{date.fromisoformat(row['on']):%d.%m.}" if at % every == 0 else "",
            x=round(2 + at * step, 1),
            wide=round(step * 0.76, 1),
            reached=row["reached"],
            reached_high=round(row["reached"] / most * HEIGHT, 1),
            idle=row["idle_share"],
            idle_high=round((row["idle_share"] or 0) * HEIGHT, 1),
        )
        for at, row in enumerate(days)
    ]


def time_bars(found: Mapping[str, Any]) -> list[TimeBar]:
    """Return where the agents' time went, the largest part first."""
    seconds = {Spent(what): value for what, value in found["total"]["spent"].items()}
    whole = sum(seconds.values()) or 1
    parts = sorted(seconds.items(), key=lambda part: -part[1])
    return [
        TimeBar(str(SPENT[what]), value / whole, round(value / 3600))
        for what, value in parts
        if value / whole >= LEAST_SHARE
    ]


def place_rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of places with how deep each stands."""
    return [row | {"depth": len(row["under"]), "finished": in_words(row["finished_on"])} for row in found["places"]]


def stated_rows(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the assumptions as they are shown."""
    return [row | {"label": ASSUMED[row["name"]], "shown": _value(row)} for row in found["assumptions"]]


def _value(row: Mapping[str, Any]) -> str:
    match row["unit"]:
        case "share":
            return percent(row["value"])
        case "hour":
            return f"{int(row['value'])}:00"
        case _:
            return f"{number(round(row['value']))} s"
