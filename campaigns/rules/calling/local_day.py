"""The day of a place: "today" begins and ends at midnight where the called people live."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class LocalDay:
    """From midnight to the next midnight."""

    begins: datetime
    ends: datetime

    @property
    def before(self) -> "LocalDay":
        """Return yesterday."""
        return local_day(ZoneInfo(str(self.begins.tzinfo)), now=self.begins - timedelta(hours=1))


def local_day(zone: ZoneInfo, *, now: datetime) -> LocalDay:
    """Return the day of a zone in which a moment lies; it may have 23 or 25 hours."""
    today = now.astimezone(zone).date()
    return LocalDay(datetime.combine(today, time(), zone), datetime.combine(today + timedelta(days=1), time(), zone))
