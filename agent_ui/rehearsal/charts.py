"""Figures of a rehearsal brought into the shape of its charts and tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from agent_ui.numbers import day_of_year, number, percent
from agent_ui.rehearsal.rehearsal_words import ASSUMED, SPENT
from agent_ui.rehearsal.sentences import in_words
from agent_ui.uprights import Upright, heights
from campaigns.rules.rehearsal.tally import Spent

LEAST_SHARE: Final = 0.005


@dataclass(frozen=True)
class TimeBar:
    """A part of the agents' time."""

    name: str
    share: float
    hours: int


def reached_days(found: Mapping[str, Any]) -> list[Upright]:
    """Return how many people each day reaches."""
    reached = [row["reached"] for row in found["days"]]
    return [
        Upright(share, number(row["reached"]), _short_day(row))
        for share, row in zip(heights(reached), found["days"], strict=True)
    ]


def idle_days(found: Mapping[str, Any]) -> list[Upright]:
    """Return which share of each day the agents wait; nothing stands on a day on which nobody works."""
    return [
        Upright(row["idle_share"] or 0.0, percent(row["idle_share"]), _short_day(row), "upright-idle")
        for row in found["days"]
    ]


def _short_day(row: Mapping[str, Any]) -> str:
    return day_of_year(date.fromisoformat(row["on"]))


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
