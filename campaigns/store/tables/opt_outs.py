"""The opt-out register: wishes not to be called, and the do-not-call files with their numbers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table, WithId, Word, WrittenText


class OptOut(WithId, OwnedByDepartment, Table):
    """A number that asked never to be called again. It can be lifted and is never deleted."""

    __tablename__ = "opt_outs"
    __table_args__ = (
        CheckConstraint("(scope = 'scheme') = (scheme_id IS NOT NULL)", name="scheme_of_scope"),
        Index(
            "uq_opt_outs_standing",
            "e164",
            "department_id",
            "scope",
            "scheme_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )
    e164: Mapped[str]
    scope: Mapped[OptOutScope] = mapped_column(Word(OptOutScope), default=OptOutScope.DEPARTMENT)
    scheme_id: Mapped[UUID | None] = mapped_column(ForeignKey("schemes.id"))  # where the scope is one scheme
    source: Mapped[OptOutSource] = mapped_column(Word(OptOutSource), default=OptOutSource.CALL)
    because: Mapped[str | None] = mapped_column(WrittenText)  # what the officer wrote
    call_id: Mapped[UUID | None]
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_because: Mapped[str | None] = mapped_column(WrittenText)


class DoNotCallFile(WithId, OwnedByDepartment, Table):
    """A file of numbers that must not be called, as of a date. Its numbers are silenced while it stands."""

    __tablename__ = "do_not_call_files"
    __table_args__ = (CheckConstraint("(scope = 'scheme') = (scheme_id IS NOT NULL)", name="scheme_of_scope"),)
    status: Mapped[FileStatus] = mapped_column(Word(FileStatus), default=FileStatus.READING)
    issuer: Mapped[str]  # who made the file, as the officer calls it: newer files of the same one may replace it
    as_of: Mapped[date]  # the date of the file
    scope: Mapped[OptOutScope] = mapped_column(Word(OptOutScope))
    scheme_id: Mapped[UUID | None] = mapped_column(ForeignKey("schemes.id"))
    filename: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]  # bytes
    rows_read: Mapped[int] = mapped_column(default=0)
    numbers: Mapped[int] = mapped_column(default=0)  # different ones
    already: Mapped[int] = mapped_column(default=0)  # of these: silenced before this file was taken
    not_valid: Mapped[int] = mapped_column(default=0)  # rows that hold no number that can be called
    not_valid_rows: Mapped[list[Any]] = mapped_column(default=list)  # the first of them, as a person counts rows
    problem: Mapped[str | None]  # why it could not be read, one sentence
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    taken_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    taken_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[str | None] = mapped_column(WrittenText)
    replaced_by: Mapped[UUID | None] = mapped_column(ForeignKey("do_not_call_files.id"))


class DoNotCallPart(OwnedByDepartment, Table):
    """A piece of an uploaded do-not-call file, kept until its numbers have been read."""

    __tablename__ = "do_not_call_parts"
    file_id: Mapped[UUID] = mapped_column(ForeignKey("do_not_call_files.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class DoNotCallNumber(OwnedThroughParent, Table):
    """One number of a do-not-call file. It can be lifted alone and is never deleted once the file was taken."""

    __tablename__ = "do_not_call_numbers"
    e164: Mapped[str] = mapped_column(primary_key=True)  # first in the key: found by number, whatever the file
    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None]
    lifted_because: Mapped[str | None] = mapped_column(WrittenText)
