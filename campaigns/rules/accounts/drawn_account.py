"""What an account holds once drawn: its lists, totals on every tier, and the rows as they stream by.

Phones are never whole in an account: it is copied and mailed about, and the last four digits are enough to tell
which number of the department's own list was rung.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from campaigns.rules.accounts.account import Ended, Ending, Tally
from campaigns.rules.accounts.listed_totals import READ, ListTotals
from campaigns.rules.carrier.calls_in import CallsInNumbers
from campaigns.rules.outcomes import OUTCOMES, Outcome


class Tier(StrEnum):
    """The steps of the administrative tree on which an account adds up, from the top."""

    STATE = "state"
    DIVISION = "division"  # stands between a province and its districts; there is none in India
    DISTRICT = "district"
    BLOCK = "block"


class Area(NamedTuple):
    """An area of the tree by id and name."""

    id: str
    name: str


@dataclass(frozen=True)
class Place:
    """Where a person lives: the area of each tier, as far as it is known."""

    areas: tuple[Area | None, Area | None, Area | None, Area | None] = (None, None, None, None)

    def area(self, tier: Tier) -> Area | None:
        """Return the area of a tier."""
        return self.areas[_TIERS.index(tier)]

    def name(self, tier: Tier) -> str | None:
        """Return the name of the area of a tier."""
        area = self.area(tier)
        return area.name if area else None

    @property
    def deepest(self) -> Area | None:
        """Return the deepest area that is known."""
        return next((area for area in reversed(self.areas) if area), None)

    @property
    def tiers_below(self) -> tuple[Tier, ...]:
        """Return the tiers below the deepest area."""
        known = [at for at, area in enumerate(self.areas) if area]
        return _TIERS[known[-1] + 1 :] if known else _TIERS

    @cached_property
    def ids(self) -> dict[str, str]:
        """Return the ids of the areas that are known."""
        return {tier.value: area.id for tier, area in zip(Tier, self.areas, strict=True) if area}

    @cached_property
    def words(self) -> tuple[str, str, str, str]:
        """Return the id of each tier's area, empty where none is known."""
        state, division, district, block = (area.id if area else "" for area in self.areas)
        return state, division, district, block

    @cached_property
    def names(self) -> dict[str, str | None]:
        """Return the names of all tiers, worked out once for however many live there."""
        return {tier.value: self.name(tier) for tier in Tier}

    def with_area(self, tier: Tier, area: Area) -> "Place":
        """Return the place with the area of one more tier."""
        at = _TIERS.index(tier)
        state, division, district, block = (area if one == at else known for one, known in enumerate(self.areas))
        return Place((state, division, district, block))

    def down_to(self, tier: Tier) -> "Place":
        """Return the place without what lies below a tier."""
        deepest = _TIERS.index(tier)
        state, division, district, block = (area if at <= deepest else None for at, area in enumerate(self.areas))
        return Place((state, division, district, block))


_TIERS = tuple(Tier)


class Attempt(NamedTuple):
    """One dial: when, what came of it, and the end of the number."""

    at: datetime
    result: str
    phone_end: str
    answered_by: str | None = None  # who picked up, as the agent heard; a word of rules/scripts/who_answered.py


class AccountRow(NamedTuple):
    """One row of an uploaded file and where it ended."""

    list_id: UUID
    filename: str
    row: int
    scheme_person_id: str | None
    place: Place
    phone_end: str
    ended: Ended
    same_as: str  # the row by which the same person is called
    callback_at: datetime | None
    counted_as: Outcome | None
    attempts: tuple[Attempt, ...]
    weight: Decimal | None = None  # rows of the list for which she speaks; None where nobody is called by this row
    stratum: str = ""
    calls_in: tuple[Attempt, ...] = ()  # hers to us: no attempts

    @property
    def answered_by(self) -> str:
        """Return who picked up on the last call on which that is known."""
        heard = [call for call in (*self.attempts, *self.calls_in) if call.answered_by]
        return max(heard).answered_by or "" if heard else ""

    @property
    def aapor(self) -> str:
        """Return the AAPOR code by which the person counts, or nothing where the row has no case of its own."""
        return OUTCOMES[self.counted_as].aapor if self.counted_as else ""


@dataclass(frozen=True)
class PlaceTotals:
    """The tally of one area, or of the rows that name none."""

    place: Place
    tally: Tally


def by_name(place: Place) -> list[tuple[bool, str, str]]:
    """Return by what places are ordered: the known ones by name, rows of no known place last."""
    return [(area is None, area.name if area else "", area.id if area else "") for area in place.areas]


@dataclass(frozen=True)
class AccountTotals:
    """The totals of a campaign's account at one moment, as drawn from every row or added up from what is kept.

    `tiers`: those that are told, each of which holds every row, or every row of `area`. `counting`: rows that nobody is
    called for are being counted anew, and stand in no total until then.
    """

    campaign: str
    slug: str
    department: str
    zone: str
    drawn_at: datetime
    lists: tuple[ListTotals, ...]
    whole: Tally
    by_list: Mapping[UUID, Tally]
    tiers: Mapping[Tier, tuple[PlaceTotals, ...]]
    calls_in: CallsInNumbers
    area: PlaceTotals | None = field(default=None, kw_only=True)
    counting: bool = field(default=False, kw_only=True)

    @property
    def balanced(self) -> bool:
        """Tell whether every row of every list that was read ended in exactly one place, on every tier."""
        return (
            all(one.counted == one.file_rows for one in self.lists if one.status in READ)
            and sum(one.counted for one in self.lists) == self.whole.rows == sum(self.whole.ended.values())
            and all(self._adds_up(tier) for tier in self.tiers)
            and all(number >= 0 for number in self.whole.ended.values())
            and self.whole.endings[Ending.NOT_OPENED] == 0
        )

    @property
    def shown_tiers(self) -> tuple[Tier, ...]:
        """Return the tiers on which there is somebody: no divisions where the tree has none."""
        return tuple(tier for tier in self.tiers if any(total.place.area(tier) for total in self.tiers[tier]))

    def _adds_up(self, tier: Tier) -> bool:
        totals, whole = [total.tally for total in self.tiers[tier]], self.area.tally if self.area else self.whole
        return (
            sum(total.rows for total in totals) == whole.rows
            and sum(total.persons for total in totals) == whole.persons
            and all(total.rows >= 0 for total in totals)
        )


@dataclass(frozen=True)
class Account(AccountTotals):
    """A campaign's account drawn from every row. `rows` can be gone through once."""

    rows: Iterator[AccountRow]
