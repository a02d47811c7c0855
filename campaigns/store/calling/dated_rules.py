"""Reads every dated rule of a jurisdiction at once: asked before each dial, and the same as before nearly always."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import Gap, HoursRow, Outage
from campaigns.rules.calling.place_calendars import PlaceCalendar
from campaigns.store.ready_statements import Ready

# Cases carry the district in which a person lives, not the division above it: what is dated for a division holds in each
# of its districts. OFFSET keeps the look at areas to the rows of divisions, of which there are few or none.
_BELOW: Final = """LEFT JOIN LATERAL (
        SELECT id FROM areas WHERE parent_id = dated.area_id AND dated.area_id LIKE 'division:%' OFFSET 0
      ) below ON true"""
_WHERE: Final = "coalesce(below.id, dated.area_id)"
_DATED: Final = Ready(
    text(f"""
  SELECT CAST(json_build_array(
    (SELECT json_agg(json_build_array(weekday, opens, closes, valid_from, valid_to) ORDER BY id)
      FROM calling_hours WHERE jurisdiction = :jurisdiction),
    (SELECT json_agg(json_build_array({_WHERE}, day) ORDER BY dated.id, below.id)
      FROM calling_holidays dated {_BELOW} WHERE jurisdiction = :jurisdiction),
    (SELECT json_agg(json_build_array({_WHERE}, weekday, begins, ends, valid_from, valid_to, name)
        ORDER BY dated.id, below.id)
      FROM calling_gaps dated {_BELOW} WHERE jurisdiction = :jurisdiction),
    (SELECT json_agg(json_build_array({_WHERE}, begins_at, ends_at) ORDER BY dated.id, below.id)
      FROM area_outages dated {_BELOW} WHERE ends_at IS NULL OR ends_at >= CAST(:since AS timestamptz)),
    (SELECT json_agg(json_build_array(calls_per_phone, calls_per_person, gap_minutes, gap_after_talk_minutes,
        valid_from, valid_to) ORDER BY valid_from)
      FROM calling_caps WHERE jurisdiction = :jurisdiction)
  ) AS text)
""")  # noqa: S608 - our own words
)


@dataclass(frozen=True)
class DatedRules:
    """What is dated for a whole jurisdiction, and for areas in it."""

    hours: tuple[HoursRow, ...]
    holidays: frozenset[date]
    gaps: tuple[Gap, ...]
    places: PlaceCalendar
    caps: tuple[tuple[Caps, date, date | None], ...]  # each with its first and its last day, the newest last

    def caps_on(self, day: date) -> Caps:
        """Return the caps that stand on a day: the newest, or those that Raabta is shipped with."""
        standing = [caps for caps, first, last in self.caps if first <= day and (last is None or day <= last)]
        return standing[-1] if standing else Caps()


def dated_rules(session: Session, jurisdiction: str, *, since: datetime | None) -> DatedRules:
    """Return the rules as they stand, with the outages that have ended since a moment, or (None) not at all."""
    found = _DATED.one(session, {"jurisdiction": jurisdiction, "since": since})
    return _read(found[0] if found else "[[], [], [], [], []]")


@lru_cache(maxsize=32)
def _read(rows: str) -> DatedRules:
    """Read the rows; the same text is the same rules."""
    hours, holidays, gaps, outages, caps = (part or [] for part in json.loads(rows))
    days = defaultdict[str | None, set[date]](set)
    for area, day in holidays:
        days[area].add(date.fromisoformat(day))
    stretches = defaultdict[str | None, list[Gap]](list)
    for area, *gap in gaps:
        stretches[area].append(_gap(*gap))
    dead = defaultdict[str, list[Outage]](list)
    for area, begins, ends in outages:
        dead[area].append(Outage(datetime.fromisoformat(begins), datetime.fromisoformat(ends) if ends else None))
    return DatedRules(
        tuple(_hours(*row) for row in hours),
        frozenset(days.pop(None, ())),
        tuple(stretches.pop(None, ())),
        PlaceCalendar(
            {area or "": frozenset(found) for area, found in days.items()},
            {area or "": tuple(found) for area, found in stretches.items()},
            {area: tuple(found) for area, found in dead.items()},
        ),
        tuple((_caps(*row[:4]), *_valid(*row[4:])) for row in caps),
    )


def _hours(weekday: int | None, opens: str, closes: str, *valid: Any) -> HoursRow:
    return HoursRow(weekday, time.fromisoformat(opens), time.fromisoformat(closes), *_valid(*valid))


def _gap(weekday: int | None, begins: str, ends: str, valid_from: str, valid_to: str | None, name: str) -> Gap:
    return Gap(weekday, time.fromisoformat(begins), time.fromisoformat(ends), *_valid(valid_from, valid_to), name=name)


def _caps(phone: int, person: int, gap: int, after_talk: int) -> Caps:
    return Caps(phone, person, timedelta(minutes=gap), timedelta(minutes=after_talk))


def _valid(first: str, last: str | None) -> tuple[date, date | None]:
    return date.fromisoformat(first), date.fromisoformat(last) if last else None
