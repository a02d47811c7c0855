"""What a report says beside totals and answers: its days, the hours of its calls, referrals by age, the floor's work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.refusals import Refusal

LONGEST: Final = 366  # days of a report
AS_USUAL: Final = 30  # days, where nobody asks for others
REFUSED_DAYS: Final = frozenset({"day_unread", "days_reversed", "days_too_many"})
FEWEST_TALKS: Final = 20  # of an agent, to count in the range of the floor


@dataclass(frozen=True)
class Days:
    """The days of a report, both counted, where the called people live."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        """Return the first midnight."""
        return datetime(self.first.year, self.first.month, self.first.day, tzinfo=self.zone)

    @property
    def ends(self) -> datetime:
        """Return the midnight after the last day."""
        after = self.last + timedelta(days=1)
        return datetime(after.year, after.month, after.day, tzinfo=self.zone)


def days_of(first: str | None, last: str | None, zone: str, *, now: datetime) -> Days | Refusal:
    """Read the days of an address; without any the latest thirty."""
    here = ZoneInfo(zone)
    today = now.astimezone(here).date()
    try:
        ends = date.fromisoformat(last) if last else today
        begins = date.fromisoformat(first) if first else ends - timedelta(days=AS_USUAL - 1)
    except (ValueError, OverflowError):
        return Refusal("day_unread", "Write days as 2026-11-23.")
    if begins > ends:
        return Refusal("days_reversed", "The first day lies after the last one: exchange them.")
    if (ends - begins).days >= LONGEST:
        return Refusal("days_too_many", "A report covers a year at most: choose fewer days.")
    return Days(begins, ends, here)


class HourNumbers(NamedTuple):
    """Calls of one weekday (1 is Monday) and hour: dialled, answered by anybody, and in which the person was reached."""

    weekday: int
    hour: int
    dialled: int
    answered: int
    reached: int


@dataclass(frozen=True)
class HourTable:
    """All hours of a week in which anybody was dialled."""

    cells: Mapping[tuple[int, int], HourNumbers]

    @property
    def hours(self) -> list[int]:
        """Return the hours from the first to the last one with calls."""
        found = [hour for _, hour in self.cells]
        return list(range(min(found), max(found) + 1)) if found else []

    def of_hour(self, hour: int) -> HourNumbers:
        """Add the weekdays of an hour up."""
        return _sum((one for (_, at), one in self.cells.items() if at == hour), 0, hour)

    def of_weekday(self, weekday: int) -> HourNumbers:
        """Add the hours of a weekday up."""
        return _sum((one for (day, _), one in self.cells.items() if day == weekday), weekday, 0)

    @property
    def whole(self) -> HourNumbers:
        """Add everything up."""
        return _sum(self.cells.values(), 0, 0)


def _sum(cells: Iterable[HourNumbers], weekday: int, hour: int) -> HourNumbers:
    dialled, answered, reached = 0, 0, 0
    for one in cells:
        dialled, answered, reached = dialled + one.dialled, answered + one.answered, reached + one.reached
    return HourNumbers(weekday, hour, dialled, answered, reached)


@dataclass(frozen=True)
class ReferralAges:
    """How many referrals of a category stand how, and how long those not closed have been open."""

    category: Mapping[str, str]  # its name by language
    opened: int
    under_week: int  # of those not closed
    under_month: int
    older: int
    late: int
    not_confirmed: int
    closed: int


class AgentWork(NamedTuple):
    """What an agent did: talks, seconds of them, and what came of them."""

    user_id: UUID
    name: str
    talks: int
    talk_seconds: float
    completed: int
    refused: int
    callbacks: int

    @property
    def seconds_of_a_talk(self) -> float | None:
        """Return how long a talk was on average."""
        return self.talk_seconds / self.talks if self.talks else None

    def share(self, part: int) -> float | None:
        """Return a part of her talks."""
        return part / self.talks if self.talks else None


@dataclass(frozen=True)
class Span:
    """Between what eight of ten agents of the floor lie."""

    low: float
    high: float


def span_of(figures: Iterable[float | None]) -> Span | None:
    """Return from the tenth to the ninetieth of a hundred; nothing of fewer than five agents."""
    known = sorted(figure for figure in figures if figure is not None)
    if len(known) < 5:
        return None
    return Span(known[len(known) // 10], known[-1 - len(known) // 10])
