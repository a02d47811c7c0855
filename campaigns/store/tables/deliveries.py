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
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]


class DeliveryFile(WithId, OwnedByDepartment, Table):
    """A file of a report that was due: tried on its own, until it has arrived or is given up."""

    __tablename__ = "delivery_files"
    __table_args__ = (Index("ix_delivery_files_due", "due_at", postgresql_where=text("ended_at IS NULL")),)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("report_deliveries.id"), index=True)
    part: Mapped[str]  # rules/reports/deliveries.Part
    begun_at: Mapped[datetime]  # when its report was due
    due_at: Mapped[datetime]  # for its next try
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    ended_at: Mapped[datetime | None]  # arrived, given up, or overtaken by the next report
    arrived: Mapped[bool] = mapped_column(default=False, server_default="false")


class DeliveryTry(WithId, OwnedByDepartment, Table):
    """One try to send a file of a report, and what came of it."""

    __tablename__ = "delivery_tries"
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("report_deliveries.id"), index=True)
    at: Mapped[datetime]
    delivered: Mapped[bool]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("delivery_files.id"), index=True)
    detail: Mapped[str]  # why it failed; no names, no numbers of people
    said: Mapped[str] = mapped_column(default="", server_default="")  # by a machine: where it stands, or a code
    sha256: Mapped[str | None]  # of what was sent
