"""What is kept of a long list while it is in review, so that its pages need not go through all of it: made from its rows."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Integer
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.lists.list_versions import Change
from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table, Word


class ListComparison(OwnedByDepartment, Table):
    """What a long list changes against the older one that it replaces."""

    __tablename__ = "list_comparisons"
    list_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"), primary_key=True)
    older_id: Mapped[UUID] = mapped_column(ForeignKey("lists.id"))
    holds: Mapped[bool]  # until a row of the list changes
    people: Mapped[dict[str, Any]]  # by rules/lists/list_versions.Change
    missing_open: Mapped[int]  # of the missing, whose case was open
    met: Mapped[list[Any] | None]  # rules/lists/sample_going_on.Met, where of the older list a sample is called
    digest: Mapped[str | None]  # by which a sample that goes on is told from one of other rows


class ComparedRow(OwnedThroughParent, Table):
    """One person of a comparison."""

    __tablename__ = "compared_rows"
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    change: Mapped[Change] = mapped_column(Word(Change), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)  # the row that names her, of the newer list where it does
    row: Mapped[int | None]
    older_row: Mapped[int | None]
    parts: Mapped[list[str]]  # that differ, by rules/lists/list_versions.Part


class RowKeys(OwnedThroughParent, Table):
    """Phones and scheme ids of a long list's rows as hashes, beside each its row: rows that share one are found by it.

    A change adds what a row says now and takes nothing away, so what is found here is looked at.
    """

    __tablename__ = "row_keys"
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[int] = mapped_column(primary_key=True)  # of all hashes
    keys: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    rows: Mapped[list[int]] = mapped_column(ARRAY(Integer))
