"""Why a list may be called and until when it is kept, and who of it is called where only a sample is."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.lists.sampling import Shares, StrataBy
from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table, WithId, Word, WrittenText


class ListLawfulBasis(OwnedByDepartment, Table):
    """What an officer has written of the order behind a list; the newest version holds, the earlier ones stay."""

    __tablename__ = "list_lawful_bases"
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)  # 1, 2, 3 within the list
    order_number: Mapped[str]
    order_date: Mapped[date]
    purpose: Mapped[str] = mapped_column(WrittenText)
    keep_until: Mapped[date]
    notices: Mapped[dict[str, Any]]  # language: what the person is told on how her data is used
    noted_at: Mapped[datetime]
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class ListSample(WithId, OwnedByDepartment, Table):
    """A random sample of a list's callable rows; at most one stands, those dropped stay to be looked at."""

    __tablename__ = "list_samples"
    __table_args__ = (
        Index("uq_list_samples_one_stands", "list_id", unique=True, postgresql_where=text("dropped_at IS NULL")),
    )
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), index=True)
    seed: Mapped[str]
    by: Mapped[StrataBy] = mapped_column(Word(StrataBy))
    shares: Mapped[Shares] = mapped_column(Word(Shares))
    people: Mapped[int | None]  # asked for, or
    per_cent: Mapped[Decimal | None] = mapped_column(Numeric)
    sizes: Mapped[dict[str, Any]]  # or so many of each stratum
    at_least: Mapped[int]
    strata: Mapped[list[Any]]  # [name, people, drawn] of each
    listed: Mapped[int]  # rows that could be called when it was drawn
    drawn: Mapped[int]
    frame: Mapped[str]  # digest of those rows and their strata
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    follows_id: Mapped[UUID | None] = mapped_column(ForeignKey("list_samples.id"))  # of the list that this one replaces
    round: Mapped[int] = mapped_column(default=1, server_default="1")  # 2 where it goes on from a first one


class DrawnRow(OwnedThroughParent, Table):
    """A row of the sample that stands; `weight`: the rows of the list for which it speaks."""

    __tablename__ = "drawn_rows"
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    stratum: Mapped[str]
    weight: Mapped[Decimal] = mapped_column(Numeric)


class FramedRow(OwnedThroughParent, Table):
    """A row of a list whose sample goes on from that of an older one, with the stratum in which it had its chance."""

    __tablename__ = "framed_rows"
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    stratum: Mapped[str]


class ListHold(WithId, OwnedByDepartment, Table):
    """A list that must be kept beyond its time, for a court or an audit; at most one stands, those lifted stay on record."""

    __tablename__ = "list_holds"
    __table_args__ = (
        Index("uq_list_holds_one_stands", "list_id", unique=True, postgresql_where=text("lifted_at IS NULL")),
    )
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"))
    because: Mapped[str] = mapped_column(WrittenText)
    until: Mapped[date]  # the last day on which it holds
    held_at: Mapped[datetime]
    held_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
