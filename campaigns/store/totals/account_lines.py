"""Reads what an account adds up to in some areas from kept totals: a few lines for each area, however many rows it has.

People stand in the totals of cases, exact at every moment. Rows that nobody is called for stand in counts that a worker
keeps; where lists have changed since, short lists are counted at once, and of long ones nothing is told until it has.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ended, Ending
from campaigns.rules.accounts.listed_totals import IN_ACCOUNT, ListTotals
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.tiers import stand_of
from campaigns.store.accounts.uncalled_groups import RowsAlike, uncalled_groups
from campaigns.store.totals.review_totals import review_counted
from campaigns.store.totals.row_totals import rows_stand_as_counted
from campaigns.store.totals.totals_below import lines_up

COUNTED_AT_ONCE: Final = 50_000  # rows of lists that have changed; more than that takes a page too long
_BY: Final = "list_id, status, outcome, said_most, reached"
_KEPT: Final = "WHERE campaign_id = :campaign_id AND kind = 'all' AND value = '' AND area_id = ANY (:areas)"
_CASES: Final = text(f"""
  WITH RECURSIVE {lines_up("case_changes WHERE campaign_id = :campaign_id")}, led (leaf, id) AS (
    SELECT leaf, id FROM line UNION SELECT leaf, '' FROM line
  )
  SELECT area_id, {_BY}, CAST(sum(number) AS bigint) FROM (
    SELECT area_id, {_BY}, number FROM case_totals {_KEPT}
    UNION ALL SELECT area_id, {_BY}, number FROM totals_below {_KEPT}
    UNION ALL SELECT led.id, {_BY}, number FROM case_changes JOIN led ON led.leaf = area_id
    WHERE campaign_id = :campaign_id AND led.id = ANY (:areas)
  ) noted GROUP BY area_id, {_BY} HAVING sum(number) <> 0
""")  # noqa: S608 - our own words
_ROWS: Final = text("""
  SELECT area_id, list_id, ending, detail, number FROM row_totals
  WHERE campaign_id = :campaign_id AND area_id = ANY (:areas)
  UNION ALL SELECT area_id, list_id, ending, detail, number FROM row_totals_below
  WHERE campaign_id = :campaign_id AND area_id = ANY (:areas)
""")
_LED: Final = text(f"""
  WITH RECURSIVE {lines_up("unnest(CAST(:leaves AS text[])) AS given (area_id)")}
  SELECT leaf, id FROM line UNION SELECT leaf, '' FROM line
""")  # noqa: S608


class AccountLine(NamedTuple):
    """Rows of an area, and of those below it, that ended alike."""

    area_id: str
    list_id: UUID
    ended: Ended  # of whom was called in vain it does not say how often
    counted_as: Outcome | None  # None: a row that nobody is called for
    number: int


class AccountLines:
    """What is kept of a campaign's account; `counting`: of rows that nobody is called for nothing can be told now."""

    def __init__(self, session: Session, campaign_id: UUID, lists: Collection[ListTotals]) -> None:
        """Find out which counts stand, and count what is short."""
        self._session, self._campaign_id = session, campaign_id
        self._withdrawn = {one.id for one in lists if one.status is ListStatus.WITHDRAWN}
        decided = [one for one in lists if one.status in IN_ACCOUNT and one.status is not ListStatus.REVIEW]
        self._kept = rows_stand_as_counted(session, campaign_id)
        reviewed = {one.id: review_counted(session, one.id) for one in lists if one.status is ListStatus.REVIEW}
        unknown = [one for one in lists if one.id in reviewed and reviewed[one.id] is None]
        unknown += [] if self._kept else decided
        self.counting = sum(one.file_rows for one in unknown) > COUNTED_AT_ONCE
        groups: dict[RowsAlike, int] = {}
        if not self.counting:
            groups = uncalled_groups(session, [one.id for one in unknown])
            for counted in reviewed.values():
                groups.update(counted or {})
        self._groups = list(_led_up(session, groups))

    def of(self, areas: Collection[str]) -> Iterator[AccountLine]:
        """Return the lines of some areas; an empty id is above all of them, and where no place is known."""
        asked = {"campaign_id": self._campaign_id, "areas": list(areas)}
        for area, list_id, *stands, number in self._session.execute(_CASES, asked):
            ended, counted_as = self._ended(list_id, *stands)
            yield AccountLine(area, list_id, ended, counted_as, number)
        if self._kept and not self.counting:
            for area, list_id, ending, detail, number in self._session.execute(_ROWS, asked):
                yield AccountLine(area, list_id, Ended(Ending(ending), detail), None, number)
        wanted = frozenset(areas)
        yield from (line for line in self._groups if line.area_id in wanted)

    def _ended(self, list_id: UUID, status: str, outcome: str, said_most: str, reached: bool) -> tuple[Ended, Outcome]:  # noqa: FBT001 - a column
        ending, counted_as = stand_of(
            CaseStatus(status),
            Outcome(outcome) if outcome else None,
            Outcome(said_most) if said_most else None,
            reached=reached,
            withdrawn=list_id in self._withdrawn,
        )
        return Ended(ending, counted_as if ending in (Ending.REACHED, Ending.CLOSED) else ""), counted_as


def _led_up(session: Session, groups: Mapping[RowsAlike, int]) -> Iterator[AccountLine]:
    """Let groups of rows stand in their own area and in all above it."""
    above: dict[str, list[str]] = {}
    for leaf, area in session.execute(_LED, {"leaves": _areas(groups)}) if groups else ():
        above.setdefault(leaf, []).append(area)
    for group, number in groups.items():
        for area in above[group.area_id]:
            yield AccountLine(area, group.list_id, group.ended, None, number)


def _areas(groups: Iterable[RowsAlike]) -> list[str]:
    return list({group.area_id for group in groups})
