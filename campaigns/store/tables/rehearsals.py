"""Rehearsals of campaigns in virtual time, and the forecasts of each morning: what was asked and what came of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.rehearsal_states import RehearsalKind, RehearsalStatus
from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId, Word


class Rehearsal(WithId, OwnedByDepartment, Table):
    """One rehearsal. It reads the campaign and writes nothing but this row."""

    __tablename__ = "rehearsals"
    __table_args__ = (
        UniqueConstraint("campaign_id", "forecast_on"),
        Index(None, "campaign_id", "asked_at"),
    )
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    kind: Mapped[RehearsalKind] = mapped_column(Word(RehearsalKind))
    status: Mapped[RehearsalStatus] = mapped_column(Word(RehearsalStatus))
    plan: Mapped[dict[str, Any]]  # rules/rehearsal/plan.RehearsalPlan as JSON
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    forecast_on: Mapped[date | None]  # the local day whose morning it forecasts from; one for each campaign
    heard_at: Mapped[datetime | None]  # last sign of life of the worker that is at it
    tries: Mapped[int] = mapped_column(default=0)
    share_done: Mapped[float] = mapped_column(default=0.0)
    ended_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]  # rules/rehearsal/report as JSON, or {"because", "hint"} of a refusal
