"""What desks kept on their computers and have sent: each entry counts once, a refused one is kept until it is read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.desk.desk_entries import EntryKind
from campaigns.store.tables.shape import OwnedByDepartment, Table, Word, WrittenJson


class DeskEntry(OwnedByDepartment, Table):
    """One answer, outcome or change of person that a desk has sent; its key was made at the desk before it was kept."""

    __tablename__ = "desk_entries"
    __table_args__ = (
        Index(
            "ix_desk_entries_refused",
            "at",
            postgresql_where=text("refused_because IS NOT NULL AND read_at IS NULL"),
        ),
    )
    key: Mapped[str] = mapped_column(primary_key=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    refused_because: Mapped[str | None]
    body: Mapped[dict[str, Any] | None] = mapped_column(WrittenJson)  # of a refused one: what the agent had given
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]  # when a supervisor had seen that it was refused
