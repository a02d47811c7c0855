"""What a rehearsal says: per place and in all, when it is finished, what it costs, what limits it; plain JSON."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from campaigns.rules.rehearsal.limits import Limit
from campaigns.rules.rehearsal.people import Place
from campaigns.rules.rehearsal.place_limits import limit_of_most, place_limits
from campaigns.rules.rehearsal.tally import BUSY, DAY, DayTally, PlaceTally, Spent, Tally
from campaigns.rules.rehearsal.world import World

NEARLY: Final = 0.95  # of the people; the last few wait for their last attempts


@dataclass(frozen=True)
class Price:
    """What the carrier takes, with its source; 0 of both: nobody has entered it."""

    per_minute: float = 0.0
    per_call: float = 0.0
    currency: str = ""
    source: str = ""

    def of(self, calls: float, minutes: float) -> float | None:
        """Return what so many calls and begun minutes cost; None where no price is known."""
        if not (self.per_minute or self.per_call):
            return None
        return round(calls * self.per_call + minutes * self.per_minute, 2)


@dataclass(frozen=True)
class Whole:
    """How the people who were rehearsed stand for the whole list: each for so many."""

    times: float = 1.0
    price: Price = Price()


def days_until(world: World, tally: Tally, share: float) -> float | None:
    """Return after how many days this share of the people were closed; None where they were not."""
    most = int(-(-share * len(world.people) // 1))
    if len(tally.done_at) < most or not most:
        return None
    return (sorted(tally.done_at)[most - 1] - world.now.timestamp()) / DAY


def day_after(world: World, days: float | None) -> str | None:
    """Return the local day that lies so many days ahead."""
    if days is None:
        return None
    return (world.now + timedelta(days=days)).astimezone(world.hours.rules.zone).date().isoformat()


def place_rows(world: World, tally: Tally, whole: Whole) -> list[dict[str, Any]]:
    """Return a row for each state, district and block, with those whose deeper area is not known under the last known."""
    rows: dict[tuple[str, ...], PlaceTally] = {}
    limits = defaultdict[tuple[str, ...], list[tuple[Limit, int]]](list)
    for place, found, limit in zip(world.people.places, tally.places, place_limits(world, tally), strict=True):
        for key in _keys(place):
            _add(rows.setdefault(key, PlaceTally()), found)
            limits[key].append((limit, found.people))
    return [
        _row(key, found, world, whole) | {"limit": limit_of_most(limits[key]).value}
        for key, found in sorted(rows.items())
        if found.people
    ]


def total(world: World, tally: Tally, whole: Whole) -> dict[str, Any]:
    """Return the figures of all places together."""
    everything = PlaceTally()
    for found in tally.places:
        _add(everything, found)
    row = _figures(everything, world, whole)
    spent = tally.spent
    worked = sum(seconds for what, seconds in spent.items() if what not in (Spent.AWAY, Spent.FINISHED))
    busy = sum(spent[what] for what in BUSY)
    return row | {
        "busy_share": round(busy / worked, 4) if worked else None,
        "spent": {what.value: round(seconds) for what, seconds in spent.items() if seconds >= 1},
    }


def day_rows(world: World, tally: Tally, whole: Whole) -> list[dict[str, Any]]:
    """Return a row for each day up to the last on which anything happened."""
    begins = world.now.astimezone(world.hours.rules.zone).date()
    last = max((at for at, day in enumerate(tally.days) if day.calls), default=-1)
    return [_day(begins + timedelta(days=at), day, whole) for at, day in enumerate(tally.days[: last + 1])]


def _day(on: date, day: DayTally, whole: Whole) -> dict[str, Any]:
    worked = sum(seconds for what, seconds in day.spent.items() if what is not Spent.AWAY)
    busy = sum(day.spent.get(what, 0.0) for what in BUSY)
    return {
        "on": on.isoformat(),
        "calls": round(day.calls * whole.times),
        "answered": round(day.answered * whole.times),
        "abandoned": round(day.abandoned * whole.times),
        "reached": round(day.reached * whole.times),
        "idle_share": round(1 - busy / worked, 4) if worked else None,
    }


def _keys(place: Place) -> Sequence[tuple[str, ...]]:
    """Return the areas that a place belongs to, each by the path from its state down."""
    path: list[str] = []
    keys = []
    for area in place:
        if area is None:
            continue
        path.append(area)
        keys.append(tuple(path))
    return keys or [("",)]


def _row(key: tuple[str, ...], found: PlaceTally, world: World, whole: Whole) -> dict[str, Any]:
    area = key[-1]
    level = area.split(":")[0] if area else ""
    return {"area": area, "level": level, "under": list(key[:-1])} | _figures(found, world, whole)


def _figures(found: PlaceTally, world: World, whole: Whole) -> dict[str, Any]:
    finished = None if found.waiting else (found.last_end - world.now.timestamp()) / DAY
    counts = {
        name: round(value * whole.times)
        for name, value in asdict(found).items()
        if name not in ("busy", "idle", "last_end")
    }
    worked = found.busy + found.idle
    return counts | {
        "waiting": round(found.waiting * whole.times),
        "abandoned_share": round(found.abandoned / found.answered, 4) if found.answered else None,
        "idle_share": round(found.idle / worked, 4) if worked else None,
        "idle_hours": round(found.idle * whole.times / 3600, 1),
        "days": None if finished is None else max(1, int(-(-finished // 1))),
        "finished_on": day_after(world, finished),
        "cost": whole.price.of(counts["calls"], counts["minutes"]),
    }


def _add(into: PlaceTally, found: PlaceTally) -> None:
    for name in _SUMS:
        setattr(into, name, getattr(into, name) + getattr(found, name))
    into.last_end = max(into.last_end, found.last_end)


_SUMS: Final = (
    *("people", "calls", "answered", "abandoned", "minutes", "reached", "unreachable", "otherwise", "busy", "idle"),
)


def named(rows: Sequence[dict[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the rows with the names of their areas."""
    return [row | {"name": names.get(row["area"], row["area"])} for row in rows]
