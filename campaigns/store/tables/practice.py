"""Practice calls with invented people, sealed off from every real call; and records passed over in preview mode."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.outcomes import Outcome
from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId, Word, WrittenJson, WrittenText


class PracticeCall(WithId, OwnedByDepartment, Table):
    """One call with an invented person; nobody is dialled, and no real call, case or answer knows of it."""

    __tablename__ = "practice_calls"
    __table_args__ = (
        Index(None, "campaign_id", "user_id"),
        Index("uq_practice_calls_one_open", "user_id", unique=True, postgresql_where=text("logged_at IS NULL")),
    )
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    script_version_id: Mapped[UUID] = mapped_column(ForeignKey("script_versions.id"))
    language: Mapped[str]  # of the script
    persona: Mapped[str]
    began_at: Mapped[datetime]
    answered_at: Mapped[datetime]  # until then it rings
    hung_up_at: Mapped[datetime | None]
    logged_at: Mapped[datetime | None]
    given: Mapped[list[Any]] = mapped_column(
        WrittenJson, default=list
    )  # {"step", "value", "at"} in the order of noting
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    note: Mapped[str | None] = mapped_column(WrittenText)
    callback_at: Mapped[datetime | None]
    read_back_seconds: Mapped[int | None]
    points: Mapped[list[Any]] = mapped_column(default=list)  # the checklist as it came out
    passed: Mapped[bool | None]


class PreviewSkip(WithId, OwnedByDepartment, Table):
    """A record that an agent read and did not call: who, why, and when."""

    __tablename__ = "preview_skips"
    __table_args__ = (Index(None, "campaign_id", "at"),)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[SkipReason] = mapped_column(Word(SkipReason))
    at: Mapped[datetime]
