"""Beneficiaries, their phones, and the case of each in a campaign; their keys are in keys_at_once."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.tables.shape import OwnedByDepartment, OwnedThroughParent, Table, WithId, Word

QUEUED: Final = "status IN ('waiting', 'callback')"
# Behind the wall PostgreSQL looks an expression up in an index only where it knows that it tells nothing of other rows.
# It knows that of CASE, and not of coalesce.
# The lines break where PostgreSQL breaks them, so that the migrations can be compared.
PLACE: Final = """
CASE
    WHEN block_id IS NOT NULL THEN block_id
    WHEN district_id IS NOT NULL THEN district_id
    WHEN state_id IS NOT NULL THEN state_id
    ELSE ''
END"""
TONGUE: Final = """
CASE
    WHEN language IS NOT NULL THEN language
    ELSE ''
END"""
READY_AT: Final = "greatest(due_at, held_until)"


class Beneficiary(WithId, OwnedThroughParent, Table):
    """A person on a list."""

    __tablename__ = "beneficiaries"
    __table_args__ = (Index(None, "department_id", "scheme_person_id"),)
    name: Mapped[str]
    folded_name: Mapped[str]
    scheme_person_id: Mapped[str | None]  # the scheme's own id for her
    relative_name: Mapped[str | None]  # father's or husband's
    language: Mapped[str | None]
    gender: Mapped[str | None]
    birth_year: Mapped[int | None]
    village: Mapped[str | None]
    category: Mapped[str | None]  # social category, as schemes count it
    pin_code: Mapped[str | None]  # the post office's number of the place
    area_id: Mapped[str | None]  # the deepest area resolved
    state_id: Mapped[str | None]  # that area and those above it, from the same row of areas
    district_id: Mapped[str | None]
    block_id: Mapped[str | None]
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)  # columns kept for the script
    created_at: Mapped[datetime]


class BeneficiaryPhone(OwnedThroughParent, Table):
    """One number on which a beneficiary may be reached, tried in order of position from 0."""

    __tablename__ = "beneficiary_phones"
    beneficiary_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    e164: Mapped[str] = mapped_column(index=True)
    note: Mapped[str | None]


class Case(WithId, OwnedThroughParent, Table):
    """One beneficiary to be reached in one campaign; closed with one final outcome."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("campaign_id", "beneficiary_id"),
        Index(None, "list_id", "list_row"),
        # One line per lane (see ready_queue.CaseLane), in the order in which its cases may be rung.
        Index(
            "ix_cases_due",
            "campaign_id",
            "priority",
            text(f"({PLACE})"),
            text(f"({TONGUE})"),
            text(READY_AT),
            "list_row",
            postgresql_where=text(QUEUED),
        ),
        Index("ix_cases_promised", "campaign_id", "due_at", postgresql_where=text(f"priority = 0 AND {QUEUED}")),
        Index("ix_cases_waiting", "campaign_id", "status", "due_at", postgresql_where=text(QUEUED)),
        Index("ix_cases_owned", "owner_id", "due_at", postgresql_where=text("owner_id IS NOT NULL")),
        Index("ix_cases_by_place", "campaign_id", "district_id", "block_id", "status"),
    )
    campaign_id: Mapped[UUID]
    beneficiary_id: Mapped[UUID] = mapped_column(index=True)
    list_id: Mapped[UUID]  # with list_row: the row that opened it, which therefore cannot vanish
    list_row: Mapped[int]
    status: Mapped[CaseStatus] = mapped_column(Word(CaseStatus), default=CaseStatus.WAITING)
    due_at: Mapped[datetime]
    held_until: Mapped[datetime | None]  # a rule holds her back until then, though she is due
    held_because: Mapped[str | None]  # which: rules/calling/call_caps.Hold
    priority: Mapped[int] = mapped_column(default=5)  # 0 first; callbacks are 0
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))  # agent who promised the callback
    phone_position: Mapped[int] = mapped_column(default=0)  # the number now tried
    attempts: Mapped[int] = mapped_column(default=0)  # those that count
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))  # last one; the final one when closed
    outcome_at: Mapped[datetime | None]
    said_most: Mapped[Outcome | None] = mapped_column(Word(Outcome))  # of her calls' outcomes; a trigger keeps it
    reached: Mapped[bool] = mapped_column(default=False)  # the person herself was spoken to
    needs_agent_reserved: Mapped[bool] = mapped_column(default=False)  # was abandoned once
    state_id: Mapped[str | None]  # the beneficiary's
    district_id: Mapped[str | None]
    block_id: Mapped[str | None]
    language: Mapped[str | None]
    gender: Mapped[str | None]  # with the two below: the groups by which she is counted (rules/reports/case_groups)
    category: Mapped[str | None]
    age_band: Mapped[str | None]  # when the case was opened
    weight: Mapped[Decimal] = mapped_column(Numeric, default=Decimal(1), server_default="1")  # people she speaks for
    closed_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    confirms_id: Mapped[UUID | None]  # a referral about which she is called once more, after her row had ended
    script_version_id: Mapped[UUID | None]  # which her next call follows; None: the campaign's


class CaseMove(WithId, OwnedByDepartment, Table):
    """One move of a case's status."""

    __tablename__ = "case_moves"
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    event: Mapped[CaseEvent] = mapped_column(Word(CaseEvent))
    before: Mapped[CaseStatus] = mapped_column(Word(CaseStatus))
    after: Mapped[CaseStatus] = mapped_column(Word(CaseStatus))
    call_id: Mapped[UUID | None]
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    at: Mapped[datetime]
