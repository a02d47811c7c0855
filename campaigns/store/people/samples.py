"""Draws samples of lists, the same one from the same seed on every PostgreSQL, and finds those that were drawn.

Anybody can draw it again by hand: write the seed, a space and the row's number, take MD5 of that, and of each stratum
take the rows whose digest, in lower-case hexadecimal, comes first.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from campaigns.rules.lists.sampling import SamplePlan, StrataBy, Stratum
from campaigns.store.tables import BeneficiaryList, ListSample

# Of the list :list_id the rows `r` whose people are called: those drawn, or all where no sample stands.
IS_CALLED: Final = """(
    NOT EXISTS (SELECT FROM list_samples s WHERE s.list_id = :list_id AND s.dropped_at IS NULL)
    OR EXISTS (SELECT FROM drawn_rows d WHERE d.list_id = :list_id AND d.row = r.row)
)"""

_PERSON: Final = "r.details -> 'person' ->>"
STRATUM: Final[dict[StrataBy, str]] = {
    StrataBy.WHOLE_LIST: "''",
    StrataBy.DISTRICT: f"coalesce({_PERSON} 'district_id', '')",
    StrataBy.BLOCK: f"coalesce({_PERSON} 'block_id', {_PERSON} 'district_id', '')",
    StrataBy.GENDER: f"coalesce({_PERSON} 'gender', '')",
    StrataBy.CATEGORY: f"coalesce({_PERSON} 'category', '')",
}
_ROWS: Final = """
    SELECT r.row, {stratum} AS stratum FROM list_rows r WHERE r.list_id = :list_id AND r.verdict = 'accepted'
"""
_FRAME: Final = """
    SELECT stratum, count(*) AS people, sum(CAST(CAST('x' || left(md5(CAST(row AS text)), 15) AS bit(60)) AS bigint))
    FROM ({rows}) listed GROUP BY stratum ORDER BY stratum COLLATE "C"
"""
_DRAW: Final = """
    INSERT INTO drawn_rows (list_id, department_id, row, stratum, weight)
    SELECT :list_id, :department_id, lot.row, lot.stratum, size.weight
    FROM (
      SELECT row, stratum,
        row_number() OVER (PARTITION BY stratum ORDER BY md5(:seed || ' ' || row) COLLATE "C", row) AS place
      FROM ({rows}) listed
    ) lot
    JOIN jsonb_to_recordset(CAST(:sizes AS jsonb)) AS size (stratum text, drawn integer, weight numeric) USING (stratum)
    WHERE lot.place <= size.drawn
"""
_CLEAR: Final = ("DELETE FROM drawn_rows WHERE list_id = :list_id", "DELETE FROM framed_rows WHERE list_id = :list_id")


@dataclass(frozen=True)
class Frame:
    """The rows from which a sample is drawn: people by stratum, and a digest by which a change is seen."""

    strata: dict[str, int]
    digest: str


def sampling_frame(session: Session, list_id: UUID, by: StrataBy) -> Frame:
    """Return the rows of a list that can be called, by stratum."""
    query = text(_FRAME.format(rows=_ROWS.format(stratum=STRATUM[by])))
    found = [(stratum, people, str(mark)) for stratum, people, mark in session.execute(query, {"list_id": list_id})]
    digest = sha256(json.dumps(found).encode()).hexdigest()
    return Frame({stratum: people for stratum, people, _ in found}, digest)


def standing_sample(session: Session, list_id: UUID) -> ListSample | None:
    """Return the sample that stands, or None where everybody is called."""
    return session.scalar(select(ListSample).where(ListSample.list_id == list_id, ListSample.dropped_at.is_(None)))


def standing_samples(session: Session, campaign_id: UUID) -> Sequence[ListSample]:
    """Return the samples that stand for lists of a campaign."""
    mine = select(ListSample).join(BeneficiaryList, BeneficiaryList.id == ListSample.list_id)
    return session.scalars(
        mine.where(BeneficiaryList.campaign_id == campaign_id, ListSample.dropped_at.is_(None))
    ).all()


def samples_drawn(session: Session, list_id: UUID) -> int:
    """Return how often a sample of this list was drawn, so that nobody draws until the people please her unseen."""
    return session.scalar(select(func.count()).where(ListSample.list_id == list_id)) or 0


def save_sample(session: Session, kept: BeneficiaryList, plan: SamplePlan, drawn: "Draw") -> ListSample:
    """Draw the rows of a locked list of which no sample stands."""
    sizes = [{"stratum": one.name, "drawn": one.drawn, "weight": str(one.weight)} for one in drawn.strata]
    facts = {"list_id": kept.id, "department_id": kept.department_id, "seed": plan.seed, "sizes": json.dumps(sizes)}
    session.execute(text(_DRAW.format(rows=_ROWS.format(stratum=STRATUM[plan.by]))), facts)
    return keep_draw(session, kept, plan, drawn)


def keep_draw(session: Session, kept: BeneficiaryList, plan: SamplePlan, drawn: "Draw", **more: Any) -> ListSample:
    """Keep how a sample was drawn; `more`: what it goes on from."""
    sample = ListSample(
        department_id=kept.department_id,
        list_id=kept.id,
        seed=plan.seed,
        by=plan.by,
        shares=plan.shares,
        people=plan.people,
        per_cent=plan.per_cent,
        sizes=dict(plan.sizes),
        at_least=plan.at_least,
        strata=[[one.name, one.people, one.drawn] for one in drawn.strata],
        listed=sum(one.people for one in drawn.strata),
        drawn=sum(one.drawn for one in drawn.strata),
        frame=drawn.frame,
        drawn_at=drawn.at,
        drawn_by=drawn.user_id,
        **more,
    )
    session.add(sample)
    session.flush()
    return sample


@dataclass(frozen=True)
class Draw:
    """One draw: of what, how many of each stratum, when and by whom."""

    frame: str
    strata: list[Stratum]
    at: datetime
    user_id: UUID | None


def drop_standing_sample(session: Session, list_id: UUID, *, user_id: UUID | None, at: datetime) -> bool:
    """Drop the sample of a locked list; False where none stands."""
    sample = standing_sample(session, list_id)
    if sample is None:
        return False
    for statement in _CLEAR:
        session.execute(text(statement), {"list_id": list_id})
    sample.dropped_at, sample.dropped_by = at, user_id
    session.flush()
    return True


def plan_of(sample: ListSample) -> SamplePlan:
    """Return the plan by which a sample was drawn."""
    facts: dict[str, Any] = {"sizes": sample.sizes, "at_least": sample.at_least, "people": sample.people}
    return SamplePlan(sample.seed, sample.by, sample.shares, per_cent=sample.per_cent, **facts)


def strata_of(sample: ListSample) -> list[Stratum]:
    """Return the strata of a sample as they were drawn."""
    return [Stratum(*stratum) for stratum in sample.strata]
