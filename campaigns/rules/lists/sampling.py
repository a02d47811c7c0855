"""How many people of each stratum a sample takes: exactly as many as are asked, and at least one of every stratum.

Shares are rounded by the largest remainder (Hamilton's method), within what each stratum must give and can give. A
person of stratum h then stands for N_h / n_h people of the list (the design weight of stratified sampling: Cochran,
Sampling Techniques, chapter 5); because no stratum is left out, the weights of all who are drawn add up to the list.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from campaigns.rules.refusals import Refusal

LONGEST_SEED: Final = 60
NOBODY_TO_DRAW: Final = Refusal(
    "nobody_to_draw", "No row of this list can be called: mend the refused rows first, then draw."
)


class StrataBy(StrEnum):
    """What divides a list into strata."""

    WHOLE_LIST = "whole_list"  # a simple random sample: one stratum
    DISTRICT = "district"
    BLOCK = "block"
    GENDER = "gender"
    CATEGORY = "category"


class Shares(StrEnum):
    """How a sample is shared out among strata."""

    PROPORTIONAL = "proportional"  # to the people in each
    EQUAL = "equal"
    OWN = "own"  # sizes written by the officer, stratum by stratum


@dataclass(frozen=True)
class SamplePlan:
    """What an officer asks for: so many people, or so many per cent, or `sizes` of her own.

    With the same seed the same list always gives the same people. `at_least` is taken from every stratum, or all of
    a smaller one.
    """

    seed: str
    by: StrataBy = StrataBy.WHOLE_LIST
    shares: Shares = Shares.PROPORTIONAL
    people: int | None = None
    per_cent: Decimal | None = None
    sizes: Mapping[str, int] = field(default_factory=dict)
    at_least: int = 1

    def total(self, listed: int) -> int:
        """Return how many people are asked for, of so many; half a person is a whole one."""
        if self.people is not None:
            return self.people
        share = (self.per_cent or Decimal(0)) * listed / 100
        return int(share.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class Stratum:
    """One stratum of a sample: its people on the list, how many of them are drawn, and for how many each stands."""

    name: str
    people: int
    drawn: int

    @property
    def weight(self) -> Decimal:
        """Return N_h / n_h to twelve places."""
        return (Decimal(self.people) / self.drawn).quantize(Decimal("1e-12"))


def allocate(plan: SamplePlan, strata: Mapping[str, int]) -> list[Stratum] | Refusal:
    """Share the sample out among strata, given with their people, or say why it cannot be drawn."""
    if not strata:
        return NOBODY_TO_DRAW
    if refusal := _wrong_plan(plan):
        return refusal
    least = {name: min(people, plan.at_least) for name, people in strata.items()}
    if plan.by is not StrataBy.WHOLE_LIST and plan.shares is Shares.OWN:
        drawn = {name: max(least[name], min(people, plan.sizes.get(name, 0))) for name, people in strata.items()}
    else:
        total = plan.total(sum(strata.values()))
        if refusal := _wrong_total(total, plan, strata, least):
            return refusal
        drawn = _shared_out(total, plan.shares, strata, least)
    return [Stratum(name, strata[name], drawn[name]) for name in sorted(strata)]


def _wrong_plan(plan: SamplePlan) -> Refusal | None:
    if not plan.seed or len(plan.seed) > LONGEST_SEED or not plan.seed.isprintable():
        return Refusal("seed_wrong", f"Write a seed of 1 to {LONGEST_SEED} letters or digits.")
    if plan.at_least < 1:
        return Refusal(
            "stratum_left_out", "Take at least 1 person of each group: nobody could speak for a group left out."
        )
    if plan.by is not StrataBy.WHOLE_LIST and plan.shares is Shares.OWN:
        return None
    if (plan.people is None) == (plan.per_cent is None):
        return Refusal("sample_size_missing", "Write how many people to draw, or how many per cent: one of the two.")
    return None


def _wrong_total(total: int, plan: SamplePlan, strata: Mapping[str, int], least: Mapping[str, int]) -> Refusal | None:
    listed, needed = sum(strata.values()), sum(least.values())
    if total > listed:
        return Refusal("sample_too_large", f"The list has {listed} people who can be called: draw {listed} or fewer.")
    if total < needed and plan.by is StrataBy.WHOLE_LIST:
        return Refusal("sample_too_small", f"Draw at least {needed} of the list.")
    if total < needed:
        hint = (
            f"{len(strata)} groups that give at least {plan.at_least} each need {needed} people and you draw {total}: "
        )
        hint += "draw more people, take fewer from each group, or divide the list more coarsely."
        return Refusal("sample_too_small", hint)
    return None


def _shared_out(total: int, shares: Shares, strata: Mapping[str, int], least: Mapping[str, int]) -> dict[str, int]:
    """Round fair shares by largest remainder; equal remainders in the order of the strata's names."""
    claims = {name: Fraction(people if shares is Shares.PROPORTIONAL else 1) for name, people in strata.items()}

    def fair(scale: Fraction) -> dict[str, Fraction]:
        return {name: min(max(claims[name] * scale, Fraction(least[name])), Fraction(strata[name])) for name in strata}

    shared = fair(_scale(total, fair, claims, strata, least))
    drawn = {name: int(share) for name, share in shared.items()}
    left = total - sum(drawn.values())
    for name in sorted(strata, key=lambda name: (drawn[name] - shared[name], name))[:left]:
        drawn[name] += 1
    return drawn


def _scale(
    total: int,
    fair: Callable[[Fraction], Mapping[str, Fraction]],
    claims: Mapping[str, Fraction],
    strata: Mapping[str, int],
    least: Mapping[str, int],
) -> Fraction:
    """Return the scale at which the fair shares, kept within what strata must and can give, are the total.

    The sum of shares grows with the scale, in straight lines between the scales at which a stratum reaches a bound.
    """
    bends = sorted({Fraction(bound[name]) / claims[name] for bound in (least, strata) for name in strata})
    low, high = 0, len(bends) - 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if sum(fair(bends[middle]).values()) <= total else (low, middle)
    below, above = (sum(fair(bends[at]).values(), Fraction(0)) for at in (low, high))
    if above <= total or above == below:
        return bends[high]
    return bends[low] + (bends[high] - bends[low]) * (total - below) / (above - below)
