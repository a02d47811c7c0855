"""The append-only trace of who saw or took out what."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import Table, WithId


class AccessTrace(WithId, Table):
    """One view of a record, export, approval or sign-in. Ids only, never names or numbers."""

    __tablename__ = "access_traces"
    __table_args__ = (
        Index("ix_access_traces_calling_rules", "at", postgresql_where=text("action = 'calling_rules_changed'")),
    )
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    action: Mapped[str]
    subject: Mapped[dict[str, Any]]
