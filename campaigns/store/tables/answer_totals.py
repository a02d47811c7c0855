"""Answers counted by place and day; triggers note what changes (store/totals/answer_counting)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedThroughParent, Table


class AnswerChange(OwnedThroughParent, Table):
    """An answer that was given, changed or taken away, or whose person has come to count in another place or weight."""

    __tablename__ = "answer_changes"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    case_id: Mapped[UUID]
    call_id: Mapped[UUID]
    step: Mapped[str]
    was: Mapped[dict[str, Any] | None]  # before; None: there was none
    place: Mapped[str | None]  # where her answers counted before, as text of no length where it was not known
    weight: Mapped[Decimal | None] = mapped_column(Numeric)  # and for how many people she spoke


class AnswerTotal(OwnedThroughParent, Table):
    """People of an area (empty: of all) who gave this answer in a talk of that day, and no other before `until`."""

    __tablename__ = "answer_totals"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    said: Mapped[str] = mapped_column(primary_key=True)  # as JSON; of a date the month, of words nothing
    until: Mapped[date] = mapped_column(
        primary_key=True
    )  # the day of her next answer to that question, or the last of all
    people: Mapped[int] = mapped_column(BigInteger)
    weight: Mapped[Decimal] = mapped_column(Numeric)  # the sum of theirs, and below of the squares of it
    squares: Mapped[Decimal] = mapped_column(Numeric)


class AnswerWords(OwnedThroughParent, Table):
    """Somebody of an area above blocks (empty: of all) answered in words in this call; the words stand in the answer."""

    __tablename__ = "answer_words"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)  # when the call was intended
    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    until: Mapped[datetime | None]  # the same of her next call with such an answer


class AnswerCount(OwnedThroughParent, Table):
    """For which script and zone the answers of a campaign are counted."""

    __tablename__ = "answer_counts"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    script_version_id: Mapped[UUID | None]
    zone: Mapped[str]
    kinds: Mapped[dict[str, Any]]  # what is counted of each question: choice, number, date or text
