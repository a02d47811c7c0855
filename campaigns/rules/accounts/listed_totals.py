"""The lists of an account: how many of their rows stand in it, and of which samples people are called."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.list_states import DECIDED, ListStatus
from campaigns.rules.lists.sampling import StrataBy, Stratum

READ: Final = frozenset({ListStatus.REVIEW, ListStatus.APPROVED, ListStatus.REPLACED})
IN_ACCOUNT: Final = (ListStatus.REVIEW, *DECIDED)  # whose rows stand in it: no list of which the reading still goes on


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
