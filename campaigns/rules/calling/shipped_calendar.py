"""The calling rules that Raabta is shipped with: hours, gaps, holidays and caps, each with its date and its source.

They are rows for an administrator to change, never constants: the rules of the world change, and what is our own
judgement says so. Calling hours of the law stand in calling_hours.SHIPPED.
"""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from campaigns.rules.calling.calling_hours import Gap

JUDGEMENT: Final = "own judgement; the moon decides the day, and an administrator corrects it"


@dataclass(frozen=True)
class ShippedGap:
    """A gap of a jurisdiction or of one area in it."""

    jurisdiction: str
    area_id: str | None
    gap: Gap
    source: str


@dataclass(frozen=True)
class ShippedHoliday:
    """A day on which nobody of a jurisdiction is called."""

    jurisdiction: str
    day: date
    name: str
    source: str


_FRIDAY: Final = 4
GAPS: Final = (
    ShippedGap(
        "PK",
        None,
        Gap(_FRIDAY, time(12, 30), time(14, 30), date(2009, 8, 5), None, "Friday prayer"),
        "own judgement; no statutory hours found",
    ),
    ShippedGap(
        "PK", None, Gap(None, time(17), time(19, 30), date(2027, 2, 8), date(2027, 3, 9), "Ramazan 1448"), JUDGEMENT
    ),
)
HOLIDAYS: Final = tuple(
    ShippedHoliday(jurisdiction, date(year, month, day), name, "national holiday of the same date every year")
    for year in (2026, 2027, 2028)
    for jurisdiction, month, day, name in (
        ("IN", 1, 26, "Republic Day"),
        ("IN", 8, 15, "Independence Day"),
        ("IN", 10, 2, "Gandhi Jayanti"),
        ("PK", 3, 23, "Pakistan Day"),
        ("PK", 8, 14, "Independence Day"),
    )
)
CAPS_SOURCE: Final = "own judgement from call centre practice: at most three calls a day, twenty minutes apart"
