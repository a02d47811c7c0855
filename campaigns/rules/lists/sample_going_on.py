"""How a sample goes on in a newer version of its list: who was drawn stays, and new people get their chance.

The newer list falls into those who had their chance before and those who are new (births, in the words of panel surveys:
Kish, Survey Sampling, 1965; Kalton, Designs for Surveys over Time, 2009). Nobody who was drawn is dropped: of each old
stratum the people still listed are one post-stratum, and each of them who was drawn stands for N_h / n_h people still
listed. New people are strata of their own, drawn with the same seed and the same share as people of their group were
before, and at least one of each, so that the weights add up to the newer list. Of an old stratum from which nobody who
was drawn is left, the people are drawn anew, with the new ones. Who is no longer listed is told of by those of her
stratum who left with her, and stays with the older list.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from campaigns.rules.lists.sampling import LONGEST_SEED, Stratum

_ROUND: Final = re.compile(r"(\d+):(.*)", re.DOTALL)


@dataclass(frozen=True)
class Met:
    """People of one stratum on the newer list: new ones, or those of an older list, of whom some were drawn."""

    name: str
    is_new: bool
    people: int
    drawn: int


def group_of(stratum: str) -> tuple[int, str]:
    """Return the round in which a stratum was new, and the group that it is of: 2 and `female` of `2:female`."""
    found = _ROUND.fullmatch(stratum)
    return (int(found[1]), found[2]) if found else (1, stratum)


def seed_of_round(seed: str, at: int) -> str:
    """Return the seed by which new people are drawn, so that nobody has the lot of a row of the older list."""
    first = re.sub(r"/\d+$", "", seed)
    tail = f"/{at}"
    return first[: LONGEST_SEED - len(tail)] + tail


def go_on(met: Iterable[Met], before: Iterable[Stratum], *, at_least: int, everyone: bool) -> list[Stratum]:
    """Return the strata of the newer list: who was drawn stays, and of the new ones the same share is drawn, or everyone."""
    if everyone:
        return sorted((Stratum(one.name, one.people, one.people) for one in met), key=lambda one: one.name)
    shares = _shares(before)
    strata = [Stratum(one.name, one.people, _of_new(one, shares, at_least) if one.is_new else one.drawn) for one in met]
    return sorted(strata, key=lambda one: one.name)


def _of_new(one: Met, shares: Mapping[str | None, Fraction], at_least: int) -> int:
    share = shares.get(group_of(one.name)[1], shares[None])
    wanted = int(one.people * share + Fraction(1, 2))
    return min(one.people, max(wanted, at_least))


def _shares(before: Iterable[Stratum]) -> dict[str | None, Fraction]:
    """Return what share of each group was drawn before, and under None of all."""
    people: dict[str | None, int] = {}
    drawn: dict[str | None, int] = {}
    for one in before:
        for group in (group_of(one.name)[1], None):
            people[group] = people.get(group, 0) + one.people
            drawn[group] = drawn.get(group, 0) + one.drawn
    return {None: Fraction(1)} | {group: Fraction(drawn[group], people[group]) for group in people}
