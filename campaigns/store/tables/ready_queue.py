"""The queue of those who may be rung: its lanes, and what the dialler decided minute by minute."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table


class CaseLane(OwnedThroughParent, Table):
    """Cases of one campaign, one priority, one place and one language: they wait in one line.

    A trigger on cases opens a lane for the first case in it. `turn` counts the calls that the lane has had, so that the
    lane that had fewest is served next.
    """

    __tablename__ = "case_lanes"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    priority: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str] = mapped_column(primary_key=True)  # the deepest of block, district, state; empty: not known
    language: Mapped[str] = mapped_column(primary_key=True)  # empty: anyone may try
    state_id: Mapped[str | None]
    district_id: Mapped[str | None]
    turn: Mapped[int] = mapped_column(default=0)


class DialDecision(OwnedByDepartment, Table):
    """How many cases the dialler called, held back or refused in a minute, by reason."""

    __tablename__ = "dial_decisions"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    because: Mapped[str] = mapped_column(primary_key=True)  # intended, or why not
    cases: Mapped[int]
