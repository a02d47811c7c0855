"""What explains a case: when people of a place answer, what was planned after each call, and what held her back."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.calling.day_parts import DayPart
from campaigns.store.tables.shape import OwnedThroughParent, Table, Word


class AnsweringCount(OwnedThroughParent, Table):
    """How many calls of a campaign rang at people of one place in one part of the day, and how many of them answered.

    Added to as each call ends, so that nobody scans calls to learn from them. A count is the sum of its lanes: calls
    that end at the same moment seldom wait for each other.
    """

    __tablename__ = "answering_counts"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(primary_key=True)  # district, block or village
    place: Mapped[str] = mapped_column(primary_key=True)  # area id, or a village by its key; empty: not known
    part: Mapped[DayPart] = mapped_column(Word(DayPart), primary_key=True)
    lane: Mapped[int] = mapped_column(SmallInteger, primary_key=True, default=0, server_default="0")
    calls: Mapped[int]
    answers: Mapped[int]


class PlannedTry(OwnedThroughParent, Table):
    """What was decided for a case after a call: when it is rung again, by which rule, and the figures behind it.

    A call to a shared phone may decide for several cases.
    """

    __tablename__ = "planned_tries"
    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    due_at: Mapped[datetime]
    because: Mapped[str]  # rules/calling/retry_plan.Because
    facts: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class CaseHold(OwnedThroughParent, Table):
    """On one day the dialler passed over a case for one reason: how often, and until when the last time."""

    __tablename__ = "case_holds"
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    because: Mapped[Hold] = mapped_column(Word(Hold), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    until: Mapped[datetime]
