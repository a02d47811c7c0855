"""What a tier's page, file and API say: its areas, the whole, the reasons and the groups that are reached less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.accounts.uncalled_rows import UncalledRows
from campaigns.rules.reports.equity import GroupReach
from campaigns.rules.reports.small_counts import hidden_cells, is_small, with_sums
from campaigns.rules.reports.tiers import TierNumbers

RowHides = frozenset[int]  # columns of a row that are hidden, in the order of Column, then these two:
PEOPLE: Final = 5  # their sum
REFUSED: Final = 6
NOTHING: Final[RowHides] = frozenset()
RATES_FROM: Final = 1_000  # people: of fewer, whole percents would tell a hidden 4 from a hidden 3 (4 of 700 are 1 %)


class Column(StrEnum):
    """The parts into which the people of an area fall; together they are all of them."""

    REACHED = "reached"
    WAITING = "waiting"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Hidden(StrEnum):
    """Why a number is not shown."""

    SMALL = "<5"
    BESIDE = "hidden"  # with it a small one could be computed


Shown = int | Hidden
AREAS: Final = "area"  # the kind of groups that are areas


class AreaName(NamedTuple):
    """An area as a reader knows it; of people whose place is not known all are empty."""

    id: str = ""
    level: str = ""
    name: str = ""


@dataclass(frozen=True)
class Entitled:
    """How many people of an area are entitled, as the department counts them."""

    number: int
    source: str
    as_of: date


@dataclass(frozen=True)
class TierRow:
    """One area: its people by column, as far as they may be shown."""

    area: AreaName
    people: Shown
    columns: Mapping[Column, Shown]
    refused: Shown  # of those reached
    rr1: Rate | None
    con1: Rate | None
    entitled: Entitled | None = None

    @property
    def reached(self) -> Shown:
        """Return how many were reached, refusals among them."""
        return self.columns[Column.REACHED]

    @property
    def reach(self) -> Rate | None:
        """Return the share reached: of those entitled where the department gives them, else of the people listed."""
        if isinstance(self.reached, Hidden) or isinstance(self.people, Hidden):
            return None
        withdrawn = self.columns[Column.WITHDRAWN]
        to_call = self.people - (0 if isinstance(withdrawn, Hidden) else withdrawn)
        return Rate(self.reached, self.entitled.number if self.entitled else to_call)


@dataclass(frozen=True)
class TierReport:
    """A tier at one moment."""

    campaign_id: UUID
    drawn_at: datetime
    path: tuple[AreaName, ...]  # from the top of what may be seen down to this area; empty: the whole campaign
    whole: TierRow
    rows: tuple[TierRow, ...]
    numbers: TierNumbers | None  # of the whole, uncut; None where small counts are hidden
    groups: tuple[GroupReach, ...]  # genders, categories and ages
    least: tuple[GroupReach, ...]  # of these and of the deepest areas
    names: Mapping[str, AreaName]  # of the deepest areas
    uncalled: UncalledRows | None = None  # None: not counted yet
    uncalled_in: Mapping[str, AreaName] = field(default_factory=dict)  # the areas of these rows


def columns_of(numbers: TierNumbers) -> list[int]:
    """Return the people of an area in the order of the columns."""
    return [numbers.reached, numbers.waiting, numbers.unreachable, numbers.closed, numbers.withdrawn]


def hidden_in_tier(areas: Sequence[TierNumbers], whole: RowHides = NOTHING) -> list[RowHides]:
    """Return what must be hidden of each area; `whole` says what of their sums the tier above has hidden."""
    last = len(areas)
    found = hidden_cells(
        with_sums([columns_of(numbers) for numbers in areas]),
        hidden={(last, column) for column in whole if column <= PEOPLE},
    )
    refused = hidden_cells(
        with_sums([_refused_of(numbers) for numbers in areas]),
        hidden={(row, 2) for row, column in found if column == PEOPLE} | ({(last, 0)} if REFUSED in whole else set()),
    )
    return [
        frozenset(
            {column for row, column in found if row == at}
            | ({REFUSED} if (at, 0) in refused or (at, 0) in found else set())
        )
        for at in range(last)
    ]


def small_in(numbers: TierNumbers) -> RowHides:
    """Return what must be hidden of an area above which nothing is seen: one line with its sum."""
    line, refused = columns_of(numbers), _refused_of(numbers)
    found = _hidden_in_line(line)
    return found | (frozenset({REFUSED}) if 0 in _hidden_in_line(refused) or 0 in found else NOTHING)


def shown_row(area: AreaName, numbers: TierNumbers, entitled: Entitled | None, hides: RowHides | None) -> TierRow:
    """Return the row of an area without what it hides; None: nothing is hidden, and rates are exact."""
    line = [*columns_of(numbers), numbers.persons, numbers.refused]
    *cut, people, refused = [_shown(number, is_hidden=at in (hides or NOTHING)) for at, number in enumerate(line)]
    rates = (numbers.tally.rr1, numbers.tally.con1)
    rr1, con1 = rates if hides is None else map(careful_rate, rates)
    return TierRow(area, people, dict(zip(Column, cut, strict=True)), refused, rr1, con1, entitled)


def careful_rate(rate: Rate) -> Rate | None:
    """Return a rate in whole percent of many people, or nothing."""
    if rate.share is None or rate.whole < RATES_FROM:
        return None
    return Rate(round(rate.share * 100), 100)


def _refused_of(numbers: TierNumbers) -> list[int]:
    return [numbers.refused, numbers.persons - numbers.refused]


def _hidden_in_line(line: Sequence[int]) -> RowHides:
    """Return what is hidden of a line by itself: the sums of its columns are the line once more."""
    found = hidden_cells(with_sums([line]), hidden={(1, column) for column in range(len(line))})
    return frozenset(column for row, column in found if row == 0)


def _shown(number: int, *, is_hidden: bool) -> Shown:
    if not is_hidden:
        return number
    return Hidden.SMALL if is_small(number) else Hidden.BESIDE
