"""What accounts are added up from beside the totals of cases: how the rows of lists under review stand."""

from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedThroughParent, Table


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
