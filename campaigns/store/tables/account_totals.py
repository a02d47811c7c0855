"""What accounts are added up from beside the totals of cases: how often people were called in vain, rows under review."""

from uuid import UUID

from sqlalchemy import BigInteger, Identity
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedThroughParent, Table


class UnreachableChange(OwnedThroughParent, Table):
    """So many people have ended unreachable after so many calls (below 0: are so no more); a trigger notes it."""

    __tablename__ = "unreachable_changes"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    campaign_id: Mapped[UUID]
    dials: Mapped[int] = mapped_column(BigInteger)
    number: Mapped[int] = mapped_column(BigInteger)


class UnreachableTotal(OwnedThroughParent, Table):
    """Changes added up."""

    __tablename__ = "unreachable_totals"
    campaign_id: Mapped[UUID] = mapped_column(primary_key=True)
    dials: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class ReviewTotal(OwnedThroughParent, Table):
    """Rows of a long list under review by place and ending, as a worker counted them."""

    __tablename__ = "review_totals"
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    area_id: Mapped[str] = mapped_column(primary_key=True)
    ending: Mapped[str] = mapped_column(primary_key=True)
    detail: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)


class ReviewCount(OwnedThroughParent, Table):
    """How everything stood that decides these counts, when they were made."""

    __tablename__ = "review_counts"
    list_id: Mapped[UUID] = mapped_column(primary_key=True)
    counted_from: Mapped[str]
