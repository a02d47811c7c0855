"""What an account holds once drawn: its lists, totals on every tier, and the rows as they stream by.

Phones are never whole in an account: it is copied and mailed about, and the last four digits are enough to tell
which number of the department's own list was rung.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from campaigns.rules.account import Ended, Ending, Tally
from campaigns.rules.calls_in import CallsInNumbers
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import OUTCOMES, Outcome
from campaigns.rules.sampling import StrataBy, Stratum

READ = frozenset({ListStatus.REVIEW, ListStatus.APPROVED, ListStatus.REPLACED})


@dataclass(frozen=True)
class Place:
    """A district and block of the tree, by id and name; empty where the place is not known."""

    district_id: str | None = None
    district: str | None = None
    block_id: str | None = None
    block: str | None = None

    @property
    def whole_district(self) -> "Place":
        """Return the district without the block."""
        return Place(self.district_id, self.district)


@dataclass(frozen=True)
class Attempt:
    """One dial: when, what came of it, and the end of the number."""

    at: datetime
    result: str
    phone_end: str


@dataclass(frozen=True)
class AccountRow:
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
    def aapor(self) -> str:
        """Return the AAPOR code by which the person counts, or nothing where the row has no case of its own."""
        return OUTCOMES[self.counted_as].aapor if self.counted_as else ""


@dataclass(frozen=True)
class SampleTotals:
    """The sample of a list: with the seed anybody can draw it again."""

    seed: str
    by: StrataBy
    strata: tuple[Stratum, ...]
    drawn_at: datetime
    round: int = 1  # 2 where it goes on from the sample of the list that this one replaced

    @property
    def listed(self) -> int:
        """Return how many rows could be called when it was drawn."""
        return sum(stratum.people for stratum in self.strata)

    @property
    def drawn(self) -> int:
        """Return how many of them were drawn."""
        return sum(stratum.drawn for stratum in self.strata)


@dataclass(frozen=True)
class ListTotals:
    """A list of the campaign. `file_rows`: as many as the import read; `counted`: as many as have an ending."""

    id: UUID
    filename: str
    sha256: str
    status: ListStatus
    file_rows: int
    counted: int
    sample: SampleTotals | None = None


@dataclass(frozen=True)
class PlaceTotals:
    """The tally of one district or block."""

    place: Place
    tally: Tally


@dataclass(frozen=True)
class Account:
    """A campaign's account at one moment. `rows` can be gone through once."""

    campaign: str
    slug: str
    department: str
    zone: str
    drawn_at: datetime
    lists: tuple[ListTotals, ...]
    whole: Tally
    districts: tuple[PlaceTotals, ...]
    blocks: tuple[PlaceTotals, ...]
    calls_in: CallsInNumbers
    rows: Iterator[AccountRow]

    @property
    def balanced(self) -> bool:
        """Tell whether every row of every list that was read ended in exactly one place, on every tier."""
        return (
            all(one.counted == one.file_rows for one in self.lists if one.status in READ)
            and sum(one.counted for one in self.lists) == self.whole.rows == sum(self.whole.ended.values())
            and sum(place.tally.rows for place in self.districts) == self.whole.rows
            and sum(place.tally.rows for place in self.blocks) == self.whole.rows
            and self.whole.endings[Ending.NOT_OPENED] == 0
        )
