"""What a report says of the answers to a question: the share of each, weighted by the sample, and what chance leaves open."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.reports.equity import Interval, wilson
from campaigns.rules.reports.number_bands import Band, bands_of, rounded
from campaigns.rules.reports.number_figures import FEWEST_TOLD, NumberFigures, WeighedNumber, number_figures
from campaigns.rules.scripts.script import StepKind

SURE: Final = 1.9600  # standard deviations of 95 in 100
COUNTED_APART: Final = frozenset({StepKind.NUMBER, StepKind.DATE, StepKind.TEXT})
MOST_MONTHS: Final = 36  # of a question about a day; beyond, years are told


class GivenAnswer(NamedTuple):
    """People who gave this answer: how many, for how many they speak, and the sum of the squares of that.

    The answer is an option, a number, or the month of a day as 2026-10. What was written in words is only counted.
    """

    step: str
    value: str
    people: int
    weight: float
    squares: float


class Asked(NamedTuple):
    """People who answered a question, whatever they said; the sums of their weights and of the squares of these."""

    people: int
    weight: float
    squares: float


@dataclass(frozen=True)
class AnswerShare:
    """One answer of a question: people who gave it, their weighted share, and between what it lies by chance."""

    value: str  # an option, a month, a year; empty where numbers are gathered in a band
    people: int
    share: float
    interval: Interval
    band: Band | None = None


@dataclass(frozen=True)
class Question:
    """A question with its answers. `asked`: people who answered it; `effective`: as many as they tell of after weighting."""

    step: str
    kind: StepKind
    asked: int
    effective: float
    answers: tuple[AnswerShare, ...]  # none of what was written in words: it may say who somebody is
    figures: NumberFigures | None = None  # of numbers, where enough people gave one

    @property
    def too_few(self) -> bool:
        """Tell whether numbers are kept back, because so few people gave them that they would be told one by one."""
        return self.kind is StepKind.NUMBER and self.asked < FEWEST_TOLD


def what_is_counted(kinds: Mapping[str, StepKind]) -> dict[str, str]:
    """Return what is counted of the answers to each question: numbers, months, that there are words, else what was chosen."""
    return {step: kind.value if kind in COUNTED_APART else "choice" for step, kind in kinds.items()}


def questions_of(
    given: Iterable[GivenAnswer], asked: Mapping[str, Asked], kinds: Mapping[str, StepKind]
) -> list[Question]:
    """Return the questions that were answered, in the order of the script.

    A weight is the number of people of the list for whom a person of the sample speaks. Unequal weights tell of fewer
    people than answered: Kish, Survey Sampling (1965), takes (sum of weights)² / sum of squares for their number.
    """
    by_step: dict[str, list[GivenAnswer]] = defaultdict(list)
    for one in given:
        by_step[one.step].append(one)
    return [_question(step, kind, by_step[step], asked[step]) for step, kind in kinds.items() if step in asked]


def _question(step: str, kind: StepKind, given: Sequence[GivenAnswer], asked: Asked) -> Question:
    effective = asked.weight**2 / asked.squares if asked.squares else 0.0
    if kind is StepKind.NUMBER:
        return _of_numbers(step, given, asked, effective)
    answers = [] if kind is StepKind.TEXT else given
    if kind is StepKind.DATE:
        answers = sorted(_months(given), key=lambda one: one.value)
    else:
        answers = sorted(answers, key=lambda one: (-one.weight, one.value))
    return Question(step, kind, asked.people, effective, tuple(_share(one, asked, effective) for one in answers))


def _of_numbers(step: str, given: Sequence[GivenAnswer], asked: Asked, effective: float) -> Question:
    if asked.people < FEWEST_TOLD:
        return Question(step, StepKind.NUMBER, asked.people, effective, ())
    numbers = [WeighedNumber(rounded(float(one.value)), one.people, one.weight, one.squares) for one in given]
    shares = []
    for band in bands_of([one.number for one in numbers]):
        people = sum(one.people for one in numbers if one.number in band)
        weight = sum(one.weight for one in numbers if one.number in band)
        shares.append(_share(GivenAnswer(step, "", people, weight, 0.0), asked, effective, band))
    return Question(step, StepKind.NUMBER, asked.people, effective, tuple(shares), number_figures(numbers))


def _months(given: Sequence[GivenAnswer]) -> Sequence[GivenAnswer]:
    if len(given) <= MOST_MONTHS:
        return given
    years: dict[str, GivenAnswer] = {}
    for one in given:
        year = one.value[:4]
        so_far = years.get(year, GivenAnswer(one.step, year, 0, 0.0, 0.0))
        years[year] = GivenAnswer(one.step, year, so_far.people + one.people, so_far.weight + one.weight, 0.0)
    return list(years.values())


def _share(one: GivenAnswer, asked: Asked, effective: float, band: Band | None = None) -> AnswerShare:
    share, people = one.weight / asked.weight if asked.weight else 0.0, max(round(effective), 1)
    return AnswerShare(one.value, one.people, share, wilson(Rate(round(share * people), people), sure=SURE), band)
