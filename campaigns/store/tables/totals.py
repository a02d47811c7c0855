"""Cases and dials counted by area, kept by triggers (store/totals/case_counting, call_counting); people entitled in an area."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Identity
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table


class CaseChange(OwnedThroughParent, Table):
    """So many cases have come to be counted in this way (or, with a number below 0, are so no more)."""

    __tablename__ = "case_changes"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    campaign_id: Mapped[UUID]
    list_id: Mapped[UUID]
    area_id: Mapped[str]  # the deepest known; empty: no place is known
    gender: Mapped[str]
    category: Mapped[str]
    age_band: Mapped[str]
    status: Mapped[str]
    outcome: Mapped[str]
    said_most: Mapped[str]
    reached: Mapped[bool]
    number: Mapped[int] = mapped_column(BigInteger)


class CasesOfArea(OwnedThroughParent):
    """So many cases of an area are counted in this way."""

    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # all, or rules/reports/case_groups.GroupKind
    value: Mapped[str] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str] = mapped_column(primary_key=True)
    said_most: Mapped[str] = mapped_column(primary_key=True)
    reached: Mapped[bool] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class CaseTotal(CasesOfArea, Table):
    """Changes added up: of everybody (`kind` is `all`), and by gender, category and age each."""

    __tablename__ = "case_totals"


class TotalBelow(CasesOfArea, Table):
    """The totals of all areas below one added up, without its own (`area_id` empty: of all areas)."""

    __tablename__ = "totals_below"


class PlaceTotal(OwnedThroughParent, Table):
    """The people of a place by list, in as few lines as can be: which places are reached less asks for thousands."""

    __tablename__ = "place_totals"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    people: Mapped[int] = mapped_column(BigInteger)
    reached: Mapped[int] = mapped_column(BigInteger)
    waiting: Mapped[int] = mapped_column(BigInteger)  # not called any more where their list was withdrawn
    called_for: Mapped[int] = mapped_column(BigInteger)  # called already, or to be called


class CallChange(OwnedThroughParent, Table):
    """So many dials have come to be counted in a place and a quarter of an hour (below 0: are so no more)."""

    __tablename__ = "call_changes"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    campaign_id: Mapped[UUID]
    area_id: Mapped[str]  # the deepest known of the person's; empty: no place is known
    quarter: Mapped[datetime]  # in which they left
    dialled: Mapped[int] = mapped_column(BigInteger)
    answered: Mapped[int] = mapped_column(BigInteger)
    reached: Mapped[int] = mapped_column(BigInteger)


class CallsOfArea(OwnedThroughParent):
    """So many dials to the people of an area left in a quarter of an hour."""

    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    quarter: Mapped[datetime] = mapped_column(primary_key=True)
    dialled: Mapped[int] = mapped_column(BigInteger)
    answered: Mapped[int] = mapped_column(BigInteger)
    reached: Mapped[int] = mapped_column(BigInteger)


class CallTotal(CallsOfArea, Table):
    """Changes added up by place."""

    __tablename__ = "call_totals"


class CallTotalBelow(CallsOfArea, Table):
    """The same of all areas below one added up, without its own (`area_id` empty: of all areas)."""

    __tablename__ = "call_totals_below"


class RowsOfArea(OwnedThroughParent):
    """So many rows of a list, by whose place, are rows that nobody is called for: where they ended, and in detail."""

    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    ending: Mapped[str] = mapped_column(primary_key=True)  # rules/accounts/account.Ending
    detail: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class RowTotal(RowsOfArea, Table):
    """Those of one area (the deepest known; empty: no place is known)."""

    __tablename__ = "row_totals"


class RowTotalBelow(RowsOfArea, Table):
    """The same of all areas below one added up, without its own (`area_id` empty: of all areas)."""

    __tablename__ = "row_totals_below"


class RowCount(OwnedThroughParent, Table):
    """When the rows of a campaign were counted, and what its lists and cases were like then."""

    __tablename__ = "row_counts"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted_at: Mapped[datetime]
    counted_from: Mapped[str]


class EntitledNumber(OwnedByDepartment, Table):
    """How many people of an area are entitled to what a campaign is about, as the department counts them."""

    __tablename__ = "entitled_numbers"
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    area_id: Mapped[str] = mapped_column(ForeignKey("areas.id"), primary_key=True)
    number: Mapped[int]
    source: Mapped[str]  # who counted, in which register
    as_of: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
