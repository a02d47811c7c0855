"""What a report says of numbers that people gave: median, quartiles, mean, each weighted by the sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt
from typing import Final, NamedTuple

from campaigns.rules.reports.equity import Interval

FEWEST_TOLD: Final = 5  # people; of fewer, quartiles would tell what single ones said
FEWEST_FOR_INTERVAL: Final = 30  # people of whom the weighted answers tell; of fewer a mean need not be nearly normal


class WeighedNumber(NamedTuple):
    """People who gave a number: how many, for how many they speak, and the sum of the squares of that."""

    number: float
    people: int
    weight: float
    squares: float


@dataclass(frozen=True)
class NumberFigures:
    """The numbers of a question. `interval`: between what the mean lies by chance, 95 in 100, where that can be said."""

    least: float
    quarter: float
    median: float
    three_quarters: float
    most: float
    mean: float
    interval: Interval | None


def number_figures(given: Sequence[WeighedNumber]) -> NumberFigures | None:
    """Return the figures of some numbers, or nothing of too few people.

    The mean is sum(w·x) / sum(w) with the linearised variance n / (n - 1) · sum(w²·(x - mean)²) / sum(w)² (Särndal,
    Swensson and Wretman, Model Assisted Survey Sampling, 1992, section 5.7, as if drawn with putting back, which makes
    the interval rather too wide), and Student's t of as many people as the weights tell of (Kish).
    """
    numbers = sorted(one for one in given if one.weight > 0)
    if sum(one.people for one in numbers) < FEWEST_TOLD:
        return None
    mean = fsum(one.weight * one.number for one in numbers) / fsum(one.weight for one in numbers)
    return NumberFigures(
        least=numbers[0].number,
        quarter=_quantile(numbers, 0.25),
        median=_quantile(numbers, 0.5),
        three_quarters=_quantile(numbers, 0.75),
        most=numbers[-1].number,
        mean=mean,
        interval=_interval(numbers, mean),
    )


def _quantile(numbers: Sequence[WeighedNumber], part: float) -> float:
    """Return the number below which this part of the weight lies; between two numbers, their middle."""
    goal, so_far = part * fsum(one.weight for one in numbers), 0.0
    for at, one in enumerate(numbers):
        so_far += one.weight
        if abs(so_far - goal) <= 1e-9 * goal and at + 1 < len(numbers):
            return (one.number + numbers[at + 1].number) / 2
        if so_far > goal:
            return one.number
    return numbers[-1].number


def _interval(numbers: Sequence[WeighedNumber], mean: float) -> Interval | None:
    people, weight = sum(one.people for one in numbers), fsum(one.weight for one in numbers)
    effective = weight**2 / fsum(one.squares for one in numbers)
    if effective < FEWEST_FOR_INTERVAL:
        return None
    spread = fsum(one.squares * (one.number - mean) ** 2 for one in numbers) * people / (people - 1)
    reach = _student(effective - 1) * sqrt(spread) / weight
    return Interval(mean - reach, mean + reach)


def _student(freedom: float) -> float:
    """Return Student's t of 95 in 100 (Cornish and Fisher's expansion; exact to the third decimal from 29 on)."""
    z = 1.959964
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
