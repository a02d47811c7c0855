"""The work of agents counted by place and day; triggers note what changes (store/totals/work_counting)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedThroughParent, Table


class Work(OwnedThroughParent):
    """Talks, seconds of them, and what came of them."""

    talks: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[Decimal] = mapped_column(Numeric)
    completed: Mapped[int] = mapped_column(BigInteger)
    refused: Mapped[int] = mapped_column(BigInteger)
    callbacks: Mapped[int] = mapped_column(BigInteger)


class WorkChange(Work, Table):
    """So much work has come to be counted at a desk, in a place and on a day (below 0: is so no more)."""

    __tablename__ = "work_changes"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    campaign_id: Mapped[UUID]
    area_id: Mapped[str]  # the deepest known of the person's; empty: no place is known
    agent_session_id: Mapped[UUID]
    day: Mapped[date]  # on which the call was intended, where the campaign's people live


class WorkOfArea(Work):
    """The work of an agent with the people of an area on a day."""

    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(primary_key=True)


class WorkTotal(WorkOfArea, Table):
    """Changes added up by place."""

    __tablename__ = "work_totals"


class WorkTotalBelow(WorkOfArea, Table):
    """The same of all areas below one added up, without its own (`area_id` empty: of all areas)."""

    __tablename__ = "work_totals_below"
