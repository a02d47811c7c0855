"""Frozen accounts: who asked for one, the signed certificate, and its file in pieces."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table, WithId


class AccountFreeze(WithId, OwnedByDepartment, Table):
    """Somebody asked for a certificate; at most one at a time waits for each campaign."""

    __tablename__ = "account_freezes"
    __table_args__ = (
        Index("uq_account_freezes_one_open", "campaign_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    tries: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
    refused_because: Mapped[str | None]


class Certificate(WithId, OwnedByDepartment, Table):
    """A frozen account. Never changed and never deleted: each holds the hash of the campaign's one before."""

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int]  # 1, 2, 3 within the campaign
    frozen_at: Mapped[datetime]  # the moment that it shows
    frozen_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    rows: Mapped[int]
    root: Mapped[str]  # Merkle root over head and rows, hexadecimal
    previous: Mapped[str | None]  # `digest` of the one before
    signature: Mapped[str]
    public_key: Mapped[str]
    digest: Mapped[str]  # SHA-256 of the seal, the last line of the file
    size: Mapped[int] = mapped_column(BigInteger)  # bytes of the file


class CertificatePart(OwnedThroughParent, Table):
    """A piece of a certificate's file, compressed as one stream over all pieces."""

    __tablename__ = "certificate_parts"
    # The pieces are kept as they are made, and the certificate after the last of them.
    certificate_id: Mapped[UUID] = mapped_column(
        ForeignKey("certificates.id", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    part: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]
