"""Uploaded lists, the bytes as they came, and one verdict per row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.list_states import ListEvent, ListStatus
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.mend_kinds import MendKind
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table, WithId, Word


class BeneficiaryList(WithId, OwnedByDepartment, Table):
    """An uploaded file, or one sheet of it. The same sheet of the same bytes stands once in a campaign."""

    __tablename__ = "lists"
    __table_args__ = (
        Index(
            "uq_lists_one_file_per_campaign",
            "campaign_id",
            "sha256",
            "sheet",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("status NOT IN ('withdrawn', 'replaced') AND ended_at IS NULL"),
        ),
    )
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    status: Mapped[ListStatus] = mapped_column(Word(ListStatus), default=ListStatus.RECEIVED)
    filename: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]  # bytes
    sheet: Mapped[str | None]  # name of the chosen sheet; None for text files
    encoding: Mapped[TextEncoding | None] = mapped_column(Word(TextEncoding))  # of a text file
    reading: Mapped[dict[str, Any]] = mapped_column(default=dict)  # rules/lists/reading.Reading as JSON
    columns: Mapped[dict[str, Any]]  # rules/lists/columns.ColumnMap as JSON
    sample: Mapped[list[Any]]  # header and first rows as shown when columns are confirmed, identity numbers cut
    problem: Mapped[str | None]  # why the last import failed, one sentence
    rows_expected: Mapped[int | None]  # estimated when the file is opened
    readings: Mapped[int] = mapped_column(default=0)  # how often an import of it has begun
    rows_read: Mapped[int] = mapped_column(default=0)  # progress of the running import
    cells_picked_to: Mapped[int] = mapped_column(default=0)  # rows up to this hold only the columns that were picked
    rows_total: Mapped[int | None]
    accepted: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    ignored: Mapped[int] = mapped_column(default=0)
    warned: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # accepted rows by warning, as rules/lists/counted_rows
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("lists.id"))  # the list that this is newer than
    withdraws_missing: Mapped[bool] = mapped_column(default=False, server_default=false())  # whom it no longer names
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # its retention was over: nobody is called because of it any more
    erased_at: Mapped[datetime | None]  # nothing in it tells who anybody is any more
    erased_to: Mapped[int] = mapped_column(default=0, server_default="0")  # rows up to this are erased


class RememberedColumns(OwnedByDepartment, Table):
    """The columns that a department has last confirmed for files with the same headings."""

    __tablename__ = "remembered_columns"
    __table_args__ = (PrimaryKeyConstraint("department_id", "shape"),)
    shape: Mapped[str]  # rules/lists/file_shape
    columns: Mapped[dict[str, Any]]  # rules/lists/columns.ColumnMap as JSON
    at: Mapped[datetime]


class ListMove(WithId, OwnedByDepartment, Table):
    """One move of a list's status."""

    __tablename__ = "list_moves"
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), index=True)
    event: Mapped[ListEvent] = mapped_column(Word(ListEvent))
    before: Mapped[ListStatus] = mapped_column(Word(ListStatus))
    after: Mapped[ListStatus] = mapped_column(Word(ListStatus))
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class ListFilePart(OwnedByDepartment, Table):
    """A piece of the uploaded file, as it came; pieces keep a large file out of one value."""

    __tablename__ = "list_file_parts"
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class ListRow(OwnedThroughParent, Table):
    """One line of the file with its one verdict; row 1 is the first line of the file or sheet."""

    __tablename__ = "list_rows"
    __table_args__ = (
        Index("ix_list_rows_rejected", "list_id", "reason", postgresql_where=text("verdict = 'rejected'")),
        Index("ix_list_rows_places", "list_id", postgresql_where=text("details -> 'places' IS NOT NULL")),
    )
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(Word(Verdict))
    reason: Mapped[Reason | None] = mapped_column(Word(Reason))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what exactly, other reasons, warnings
    name: Mapped[str | None]
    phones: Mapped[list[str]] = mapped_column(default=list)  # E.164, in order
    cells: Mapped[list[Any]] = mapped_column(default=list)  # as they came or were mended, identity numbers cut
    beneficiary_id: Mapped[UUID | None] = mapped_column(index=True)  # her, or whom approval will make of this row


class PeopleAhead(OwnedByDepartment, Table):
    """A note that people of a list stand whose approval has not ended, or died: store/people/people_ahead."""

    __tablename__ = "people_ahead"
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), primary_key=True)


class ListMend(OwnedByDepartment, Table):
    """One cell that an officer mended. All cells of one step were changed together and are undone together."""

    __tablename__ = "list_mends"
    __table_args__ = (Index(None, "list_id", "row"),)
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3 within the list
    row: Mapped[int] = mapped_column(primary_key=True)
    column: Mapped[int] = mapped_column(primary_key=True)  # from 0
    kind: Mapped[MendKind] = mapped_column(Word(MendKind))
    before: Mapped[str]
    after: Mapped[str]
    original: Mapped[dict[str, Any]]  # the whole row as it was imported
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
