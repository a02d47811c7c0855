"""What a report says beside the totals: answers of a sample, at what hours people are reached, the work of the floor."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.equity import Interval, wilson
from campaigns.rules.refusals import Refusal
from campaigns.rules.response_rates import Rate

LONGEST: Final = 366  # days of a report
AS_USUAL: Final = 30  # days, where nobody asks for others
SURE: Final = 1.9600  # standard deviations of 95 in 100
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


class GivenAnswer(NamedTuple):
    """People who gave this answer: how many, for how many they speak, and the sum of the squares of that."""

    step: str
    value: str
    people: int
    weight: float
    squares: float


@dataclass(frozen=True)
class AnswerShare:
    """One answer of a question: people asked who gave it, their weighted share, and between what it lies by chance."""

    value: str
    people: int
    share: float
    interval: Interval


@dataclass(frozen=True)
class Question:
    """A question with its answers. `asked`: people who answered it; `effective`: as many as they tell of after weighting."""

    step: str
    asked: int
    effective: float
    answers: tuple[AnswerShare, ...]


def questions_of(
    given: Iterable[GivenAnswer], asked: Mapping[str, tuple[int, float, float]], order: Sequence[str]
) -> list[Question]:
    """Return the questions in the order of the script, each with its answers, the most frequent first.

    A weight is the number of people of the list for whom a person of the sample speaks. Unequal weights tell of fewer
    people than answered: Kish, Survey Sampling (1965), takes (sum of weights)² / sum of squares for their number.
    """
    by_step: dict[str, list[GivenAnswer]] = defaultdict(list)
    for one in given:
        by_step[one.step].append(one)
    found = []
    for step in sorted(by_step, key=lambda step: order.index(step) if step in order else len(order)):
        people, weight, squares = asked[step]
        effective = weight**2 / squares if squares else 0.0
        answers = sorted(by_step[step], key=lambda one: (-one.weight, one.value))
        found.append(
            Question(step, people, effective, tuple(_share(one, weight, effective) for one in answers if weight))
        )
    return found


def _share(one: GivenAnswer, weight: float, effective: float) -> AnswerShare:
    share, people = one.weight / weight, max(round(effective), 1)
    return AnswerShare(one.value, one.people, share, wilson(Rate(round(share * people), people), sure=SURE))


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
