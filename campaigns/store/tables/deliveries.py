"""Keys by which machines of a department read its figures, and reports that are sent to it by themselves."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId


class ApiKey(WithId, OwnedByDepartment, Table):
    """A key to the figures of one department. Only its hash is kept; the key itself was shown once."""

    __tablename__ = "api_keys"
    name: Mapped[str]  # what it is for
    begins: Mapped[str]  # its first letters, by which people tell keys apart
    key_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256; the key is 256 random bits
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class ReportDelivery(WithId, OwnedByDepartment, Table):
    """A report of a campaign that is sent again and again."""

    __tablename__ = "report_deliveries"
    __table_args__ = (Index("ix_report_deliveries_due", "due_at", postgresql_where=text("ended_at IS NULL")),)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    area_id: Mapped[str | None] = mapped_column(ForeignKey("areas.id"))  # of this tier; None: of the whole campaign
    way: Mapped[str]  # rules/reports/deliveries.Way
    address: Mapped[str]  # a folder's name, an e-mail address or a web address
    every: Mapped[str]  # rules/reports/deliveries.Every
    language: Mapped[str] = mapped_column(default="en", server_default="en")  # of the words in its workbook
    at: Mapped[time]  # in the campaign's zone
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")  # of the report that is due
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]


class DeliveryTry(WithId, OwnedByDepartment, Table):
    """One try to send a report, and what came of it."""

    __tablename__ = "delivery_tries"
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("report_deliveries.id"), index=True)
    at: Mapped[datetime]
    delivered: Mapped[bool]
    detail: Mapped[str]  # where it stands, or why it failed; no names, no numbers of people
    sha256: Mapped[str | None]  # of what was sent
