"""How far the import of a list is: share, rows a second and time left, by what was read since it began."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

MOST: Final = 0.99  # the number of rows is an estimate, and the last row is not the end: verdicts are counted after it


@dataclass(frozen=True)
class ImportProgress:
    """`expected` is an estimate; None stands where nothing can be said yet."""

    rows: int
    expected: int | None = None
    share: float | None = None
    rows_per_second: int | None = None
    left: timedelta | None = None


def import_progress(*, rows: int, expected: int | None, begun_at: datetime | None, now: datetime) -> ImportProgress:
    """Return how far an import is that began then."""
    seconds = (now - begun_at).total_seconds() if begun_at else 0.0
    rate = rows / seconds if seconds > 0 and rows else None
    speed = None if rate is None else round(rate)
    if expected is None:
        return ImportProgress(rows, rows_per_second=speed)
    left = timedelta(seconds=round((expected - rows) / rate)) if rate and rows < expected else None
    return ImportProgress(rows, expected, min(rows / expected, MOST), speed, left)
