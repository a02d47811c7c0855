"""What the dialler decided, counted by reason and minute: why this many calls went out, and no more."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.store.tables import Campaign, DialDecision


@dataclass(frozen=True)
class DecidedInMinute:
    """So many cases were called (`intended`), held back or refused for one reason in one minute."""

    minute: datetime
    because: str
    cases: int


def note_decisions(session: Session, campaign: Campaign, decided: Counter[str], *, at: datetime) -> None:
    """Add to the counters of this minute."""
    rows = [
        {
            "department_id": campaign.department_id,
            "campaign_id": campaign.id,
            "minute": at.replace(second=0, microsecond=0),
            "because": because,
            "cases": cases,
        }
        for because, cases in sorted(decided.items())
        if cases
    ]
    if rows:
        adding = insert(DialDecision).values(rows)
        same = [DialDecision.campaign_id, DialDecision.minute, DialDecision.because]
        more = {"cases": DialDecision.cases + adding.excluded.cases}
        session.execute(adding.on_conflict_do_update(index_elements=same, set_=more))


def decisions_since(session: Session, campaign_id: UUID, since: datetime) -> Sequence[DecidedInMinute]:
    """Return what was decided from a moment on, minute by minute."""
    rows = (
        select(DialDecision.minute, DialDecision.because, func.sum(DialDecision.cases))
        .where(DialDecision.campaign_id == campaign_id, DialDecision.minute >= since)
        .group_by(DialDecision.minute, DialDecision.because)
        .order_by(DialDecision.minute, DialDecision.because)
    )
    return [DecidedInMinute(*row) for row in session.execute(rows)]
