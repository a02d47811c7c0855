"""Referrals: problems heard on calls, the officers who must solve them, and every step until the citizen agrees."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.referrals.tiers import Tier
from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId, Word, WrittenText

# As words of a statement, so that PostgreSQL knows that an index holds just these.
NOT_DONE: Final = "status IN ('open', 'taken')"
ROSE_A_TIER: Final = (
    "tier <> CASE WHEN block_id IS NOT NULL THEN 'block' WHEN district_id IS NOT NULL THEN 'district' ELSE 'state' END"
)


class ReferralCategory(WithId, OwnedByDepartment, Table):
    """A kind of problem that agents of a campaign may refer, and in how many days it must be solved on each tier."""

    __tablename__ = "referral_categories"
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"), index=True)
    position: Mapped[int]  # its digit on the desk, from 1
    names: Mapped[dict[str, Any]]  # by language
    days: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class Referral(WithId, OwnedByDepartment, Table):
    """One problem of one person. Those of hers that are being confirmed are asked about on one call: she has one case."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index(
            "ix_referrals_counted",
            *("campaign_id", "status", "category_id", "opened_at"),
            postgresql_include=["due_at", "department_id", "state_id", "district_id", "block_id"],
        ),
        Index("ix_referrals_waiting", "department_id", "status", "tier"),
        Index("ix_referrals_rose", "campaign_id", postgresql_where=text(f"{NOT_DONE} AND {ROSE_A_TIER}")),
        Index("ix_referrals_by_place", "campaign_id", "district_id", "block_id"),
        Index("ix_referrals_late", "due_at", postgresql_where=text(NOT_DONE)),
        Index("ix_referrals_confirming", "case_id", postgresql_where=text("status = 'confirming'")),
    )
    key: Mapped[str] = mapped_column(unique=True)  # of the desk: a doubled request counts once
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("referral_categories.id"))
    status: Mapped[ReferralStatus] = mapped_column(Word(ReferralStatus), default=ReferralStatus.OPEN)
    tier: Mapped[Tier] = mapped_column(Word(Tier))
    note: Mapped[str] = mapped_column(WrittenText)  # the agent's
    state_id: Mapped[str | None]  # the person's
    district_id: Mapped[str | None]
    block_id: Mapped[str | None]
    opened_at: Mapped[datetime]
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # who has taken it
    due_at: Mapped[datetime]  # on this tier
    solved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    case_outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))  # of her case before the confirmation call


class ReferralMove(WithId, OwnedByDepartment, Table):
    """One step of a referral: who, when, from what to what, on which tier. Never changed."""

    __tablename__ = "referral_moves"
    referral_id: Mapped[UUID] = mapped_column(ForeignKey("referrals.id"), index=True)
    event: Mapped[ReferralEvent | None] = mapped_column(Word(ReferralEvent))  # None: it was opened
    before: Mapped[ReferralStatus | None] = mapped_column(Word(ReferralStatus))
    after: Mapped[ReferralStatus] = mapped_column(Word(ReferralStatus))
    tier: Mapped[Tier] = mapped_column(Word(Tier))
    note: Mapped[str] = mapped_column(WrittenText)
    call_id: Mapped[UUID | None]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
