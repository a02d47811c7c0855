"""Uploads that are under way, and their chunks: a file comes over a bad link piece by piece, and is a list or a do-not-call file when whole."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId


class Upload(WithId, OwnedByDepartment, Table):
    """A file that is being sent to a campaign, or to a register. The same file begun twice is the same upload."""

    __tablename__ = "uploads"
    __table_args__ = (
        Index("uq_uploads_one_of_a_file", "campaign_id", "mark", unique=True, postgresql_where=text("list_id IS NULL")),
        Index(
            "uq_uploads_one_of_a_do_not_call_file",
            "department_id",
            "mark",
            unique=True,
            postgresql_where=text("campaign_id IS NULL AND do_not_call_file_id IS NULL"),
        ),
    )
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaigns.id"))  # None: a do-not-call file
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)  # whoever went on with it last
    filename: Mapped[str]
    size: Mapped[int]  # bytes of the whole
    mark: Mapped[str]  # by which the same file is known when it is chosen again
    received: Mapped[int] = mapped_column(default=0)  # bytes that are here; the next chunk begins there
    begun_at: Mapped[datetime]
    heard_at: Mapped[datetime]  # of the last chunk
    list_id: Mapped[UUID | None] = mapped_column(ForeignKey("lists.id"))  # what it has become; its chunks are gone then
    do_not_call_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("do_not_call_files.id"))  # or this

    @property
    def became(self) -> UUID | None:
        """Return the list or do-not-call file that it has become; None while it is under way."""
        return self.list_id or self.do_not_call_file_id


class UploadChunk(OwnedByDepartment, Table):
    """A piece of an upload, as it came."""

    __tablename__ = "upload_chunks"
    upload_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id"), primary_key=True)
    offset: Mapped[int] = mapped_column(primary_key=True)  # of its first byte in the file
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes]
