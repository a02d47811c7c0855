"""Long changes of lists: asked for in a page, made by a worker; and the workbook that one of them is made from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.lists.long_changes import LongKind
from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table, WithId, Word


class LongChange(WithId, OwnedByDepartment, Table):
    """A change of many rows that somebody asked for; at most one of a list waits or is being made."""

    __tablename__ = "long_changes"
    __table_args__ = (
        Index("uq_long_changes_one_open", "list_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"))
    kind: Mapped[LongKind] = mapped_column(Word(LongKind))
    wish: Mapped[
        dict[str, Any] | None
    ]  # rules/lists/list_wishes as JSON; forgotten when it has ended: mends keep what was done
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    begun_at: Mapped[datetime | None]  # the try that is under way
    tries: Mapped[int] = mapped_column(default=0)
    rows_expected: Mapped[int | None]  # to be gone through; None where nobody can tell how far it is
    rows_done: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    result: Mapped[dict[str, Any] | None]  # figures of what was done, or {"because", "hint"} of why it was not


class LongChangePart(OwnedThroughParent, Table):
    """A piece of the workbook that mends rows; gone when the change has ended."""

    __tablename__ = "long_change_parts"
    change_id: Mapped[UUID] = mapped_column(ForeignKey("long_changes.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]
