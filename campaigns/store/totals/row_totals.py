"""Counts the rows of lists that nobody is called for by place, and reads the counts for a tier.

They change when a list is approved, withdrawn or replaced, or a person's case goes over to another list; `stale_counts`
finds the campaigns of which that happened since, by what can be read quickly.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ended, Ending
from campaigns.rules.accounts.uncalled_rows import UncalledCount
from campaigns.rules.list_states import DECIDED
from campaigns.store.accounts.uncalled_groups import uncalled_groups
from campaigns.store.tables import BeneficiaryList, Campaign, RowCount, RowTotal
from campaigns.store.totals.case_totals import next_below
from campaigns.store.totals.totals_below import sum_rows_below

# What decides the count of a campaign: its lists and samples as they stand, and whose cases are counted where.
_LISTS_STAND: Final = """
  md5(concat_ws(' ',
    (SELECT string_agg(concat_ws(' ', l.id, l.status, l.accepted, l.rejected, l.ignored), ' ' ORDER BY l.id)
     FROM lists l WHERE l.campaign_id = c.id AND l.status IN ('approved', 'replaced', 'withdrawn')),
    (SELECT string_agg(CAST(s.id AS text), ' ' ORDER BY s.id) FROM list_samples s JOIN lists l ON l.id = s.list_id
     WHERE l.campaign_id = c.id AND s.dropped_at IS NULL)
  ))
"""
COUNTED_FROM: Final = f"""
  SELECT {_LISTS_STAND} || ' ' || md5(coalesce((
    SELECT string_agg(concat_ws(' ', list_id, area_id, number), ' ' ORDER BY list_id, area_id COLLATE "C") FROM (
       SELECT list_id, area_id, sum(number) AS number FROM (
         SELECT list_id, area_id, people AS number FROM place_totals WHERE campaign_id = c.id
         UNION ALL SELECT list_id, area_id, number FROM case_changes WHERE campaign_id = c.id
       ) noted GROUP BY list_id, area_id HAVING sum(number) <> 0
     ) cases), '')) FROM campaigns c WHERE c.id = {{campaign}}
"""  # noqa: S608 - our own words
_LISTS_CHANGED: Final = text(f"""
  SELECT EXISTS (
    SELECT FROM campaigns c LEFT JOIN row_counts k ON k.campaign_id = c.id
    WHERE c.id = :campaign_id AND c.status <> 'archived' AND split_part(coalesce(k.counted_from, ''), ' ', 1) <> {_LISTS_STAND}
  )
""")  # noqa: S608
_FROM: Final = text(COUNTED_FROM.format(campaign=":campaign_id"))
_STALE: Final = text(f"""
  SELECT campaigns.id FROM campaigns LEFT JOIN row_counts k ON k.campaign_id = campaigns.id
  WHERE campaigns.status <> 'archived' AND EXISTS (SELECT FROM lists l WHERE l.campaign_id = campaigns.id AND l.status IN ('approved', 'replaced', 'withdrawn'))
    AND k.counted_from IS DISTINCT FROM ({COUNTED_FROM.format(campaign="campaigns.id")})
""")  # noqa: S608 - our own words
_TOTALS: Final = """
  SELECT CASE WHEN area_id = :area_id THEN '' ELSE area_id END AS child, list_id, ending, detail, number FROM {table}
  WHERE campaign_id = :campaign_id AND area_id = ANY (:{areas})
"""
_UNCALLED: Final = text(f"""
  SELECT child, ending, detail, CAST(sum(number) AS bigint) FROM (
    {_TOTALS.format(table="row_totals", areas="at")} UNION ALL {_TOTALS.format(table="row_totals_below", areas="below")}
  ) counted WHERE CAST(:lists AS uuid[]) IS NULL OR list_id = ANY (:lists) GROUP BY child, ending, detail
""")  # noqa: S608
_ALONE: Final = text("SELECT pg_try_advisory_xact_lock(hashtextextended('row_totals ' || :campaign_id, 0))")


def stale_counts(session: Session) -> list[UUID]:
    """Return the campaigns whose rows are to be counted anew."""
    return list(session.scalars(_STALE))


def alone_with_row_totals(session: Session, campaign_id: UUID) -> bool:
    """Hold a campaign's counts until the transaction ends; False where somebody else does."""
    return bool(session.scalar(_ALONE, {"campaign_id": str(campaign_id)}))


def save_row_totals(session: Session, campaign_id: UUID, *, now: datetime) -> int:
    """Count the rows of a campaign without a case of their own, in place of the last count; return how many."""
    department_id = session.scalar(select(Campaign.department_id).where(Campaign.id == campaign_id))
    counted_from = session.scalar(_FROM, {"campaign_id": campaign_id})
    decided = select(BeneficiaryList.id).where(
        BeneficiaryList.campaign_id == campaign_id, BeneficiaryList.status.in_(DECIDED)
    )
    found = uncalled_groups(session, session.scalars(decided).all())
    session.execute(delete(RowTotal).where(RowTotal.campaign_id == campaign_id))
    if found:
        keys = {"campaign_id": campaign_id, "department_id": department_id}
        lines = [
            keys | {"area_id": area, "list_id": one, "ending": ended.ending, "detail": ended.detail, "number": number}
            for (area, one, ended), number in found.items()
        ]
        session.execute(insert(RowTotal), lines)
    sum_rows_below(session, campaign_id)
    said = {"counted_at": now, "counted_from": counted_from}
    session.execute(
        upsert(RowCount)
        .values(campaign_id=campaign_id, department_id=department_id, **said)
        .on_conflict_do_update(index_elements=["campaign_id"], set_=said)
    )
    return sum(found.values())


def rows_stand_as_counted(session: Session, campaign_id: UUID) -> bool:
    """Say whether nothing has changed since by which a campaign's rows are counted; ask it for all lists."""
    counted_from = select(RowCount.counted_from).where(RowCount.campaign_id == campaign_id)
    return bool(session.scalar(counted_from) == session.scalar(_FROM, {"campaign_id": campaign_id}))


def rows_counted_at(session: Session, campaign_id: UUID) -> datetime | None:
    """Return when a campaign's rows were counted, or None where they never were."""
    return session.scalar(select(RowCount.counted_at).where(RowCount.campaign_id == campaign_id))


def lists_changed_since(session: Session, campaign_id: UUID) -> bool:
    """Say whether lists or samples of a campaign stand otherwise than when its rows were counted; ask it for all lists."""
    return bool(session.scalar(_LISTS_CHANGED, {"campaign_id": campaign_id}))


def uncalled_counts(
    session: Session, campaign_id: UUID, area_id: str | None, lists: Collection[UUID]
) -> Iterator[UncalledCount]:
    """Return the rows of an area (None: of all) that nobody is called for, by the areas next below it."""
    here, children = area_id or "", next_below(session, area_id)
    facts = {"campaign_id": campaign_id, "area_id": here, "at": [here, *children], "below": children}
    for area, ending, detail, number in session.execute(_UNCALLED, facts | {"lists": list(lists) or None}):
        yield UncalledCount(area, Ended(Ending(ending), detail), number)
