"""The dated rules of each jurisdiction and area: when people may be called, and how often. They belong to nobody."""

from datetime import date, datetime, time

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import Table, WithId


class CallingHours(WithId, Table):
    """When people of a jurisdiction may be called, local time; dated, because the rules of the world change.

    `weekday` is 0 (Monday) to 6, or None for every day; the row of the exact weekday wins.
    """

    __tablename__ = "calling_hours"
    jurisdiction: Mapped[str] = mapped_column(index=True)  # IN, PK
    weekday: Mapped[int | None]
    opens: Mapped[time]
    closes: Mapped[time]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str]  # the regulation or the judgement behind it


class CallingHoliday(WithId, Table):
    """A day on which nobody of a jurisdiction is called."""

    __tablename__ = "calling_holidays"
    __table_args__ = (UniqueConstraint("jurisdiction", "area_id", "day", postgresql_nulls_not_distinct=True),)
    jurisdiction: Mapped[str]
    area_id: Mapped[str | None] = mapped_column(ForeignKey("areas.id"))  # None: everywhere in it
    day: Mapped[date]
    name: Mapped[str]
    source: Mapped[str] = mapped_column(default="", server_default="")


class CallingGap(WithId, Table):
    """A stretch of the day in which nobody is called: Friday prayer, the breaking of the fast, an area's evening."""

    __tablename__ = "calling_gaps"
    __table_args__ = (
        UniqueConstraint(
            "jurisdiction", "area_id", "weekday", "begins", "valid_from", postgresql_nulls_not_distinct=True
        ),
    )
    jurisdiction: Mapped[str]
    area_id: Mapped[str | None] = mapped_column(ForeignKey("areas.id"))  # None: everywhere in it
    weekday: Mapped[int | None]  # as in CallingHours
    begins: Mapped[time]  # local
    ends: Mapped[time]  # 00:00 is the end of the day
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    name: Mapped[str]
    source: Mapped[str]


class AreaOutage(WithId, Table):
    """When the phones of an area are dead: shutdowns, power cuts, snow. Attempts made in it do not count."""

    __tablename__ = "area_outages"
    __table_args__ = (UniqueConstraint("area_id", "begins_at"),)
    area_id: Mapped[str] = mapped_column(ForeignKey("areas.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime | None] = mapped_column(index=True)  # None: not known yet
    name: Mapped[str]
    source: Mapped[str]  # the order, or who said so
    noted_at: Mapped[datetime]


class CallingCaps(WithId, Table):
    """How often anybody of a jurisdiction may be rung, whoever rings; dated. The newest row that stands holds."""

    __tablename__ = "calling_caps"
    __table_args__ = (UniqueConstraint("jurisdiction", "valid_from"),)
    jurisdiction: Mapped[str]
    calls_per_phone: Mapped[int]  # a day, across all campaigns and departments
    calls_per_person: Mapped[int]  # a day, on all her numbers
    gap_minutes: Mapped[int]  # between two calls on one phone
    gap_after_talk_minutes: Mapped[int]  # the same where somebody of the household has been talked with
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str]
