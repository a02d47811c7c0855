"""Counts the rows of long lists under review by place and ending: a worker does it when such a list has rested for a while."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ended, Ending
from campaigns.store.accounts.uncalled_groups import RowsAlike, uncalled_groups
from campaigns.store.tables import BeneficiaryList, ReviewCount, ReviewTotal
from campaigns.store.totals.row_totals import COUNTED_FROM

LONG: Final = 10_000  # rows; shorter lists are counted as often as somebody asks
RESTS: Final = timedelta(minutes=1)  # since its last mend; who mends row after row is not counted after each
# What decides the count: whose cases the campaign has, and the list itself, which is written whenever its rows are.
_STANDS: Final = f"CAST(l.xmin AS text) || ' ' || ({COUNTED_FROM.format(campaign='l.campaign_id')})"
_FROM: Final = text(f"SELECT {_STANDS} FROM lists l WHERE l.id = :list_id")  # noqa: S608 - our own words
_STALE: Final = text(f"""
  SELECT l.id FROM lists l LEFT JOIN review_counts k ON k.list_id = l.id
  WHERE l.status = 'review' AND l.accepted + l.rejected + l.ignored >= :long AND k.counted_from IS DISTINCT FROM {_STANDS}
    AND coalesce((SELECT m.at < :rested FROM list_mends m WHERE m.list_id = l.id ORDER BY m.step DESC LIMIT 1), true)
""")  # noqa: S608


def stale_reviews(session: Session, *, now: datetime) -> list[UUID]:
    """Return the long lists under review that are to be counted anew."""
    return list(session.scalars(_STALE, {"long": LONG, "rested": now - RESTS}))


def save_review_totals(session: Session, list_id: UUID) -> int:
    """Count the rows of a list in place of the last count; return how many. Ask it in a transaction that sees one moment."""
    facts = {"list_id": list_id, "department_id": _department(session, list_id)}
    said = {"counted_from": session.scalar(_FROM, facts)}
    found = uncalled_groups(session, [list_id])
    session.execute(delete(ReviewTotal).where(ReviewTotal.list_id == list_id))
    lines = [
        facts | {"area_id": one.area_id, "ending": one.ended.ending, "detail": one.ended.detail, "number": number}
        for one, number in found.items()
    ]
    if lines:
        session.execute(insert(ReviewTotal), lines)
    session.execute(
        upsert(ReviewCount).values(**facts, **said).on_conflict_do_update(index_elements=["list_id"], set_=said)
    )
    return sum(found.values())


def review_counted(session: Session, list_id: UUID) -> dict[RowsAlike, int] | None:
    """Return how many rows of a list under review stand alike, or None where it has changed since they were counted."""
    counted_from = session.scalar(select(ReviewCount.counted_from).where(ReviewCount.list_id == list_id))
    if counted_from is None or counted_from != session.scalar(_FROM, {"list_id": list_id}):
        return None
    found = session.scalars(select(ReviewTotal).where(ReviewTotal.list_id == list_id))
    return {RowsAlike(one.area_id, list_id, Ended(Ending(one.ending), one.detail)): one.number for one in found}


def _department(session: Session, list_id: UUID) -> UUID | None:
    return session.scalar(select(BeneficiaryList.department_id).where(BeneficiaryList.id == list_id))
