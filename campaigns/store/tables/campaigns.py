"""Campaigns and their scripts."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.campaign_states import CampaignEvent, CampaignStatus, DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId, Word, WrittenText


class Campaign(WithId, OwnedByDepartment, Table):
    """One scheme, one script, one or more lists, its calling rules and its dial mode."""

    __tablename__ = "campaigns"
    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("schemes.id"))
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("operators.id"))
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(WrittenText)
    status: Mapped[CampaignStatus] = mapped_column(Word(CampaignStatus), default=CampaignStatus.DRAFT)
    mode: Mapped[DialMode] = mapped_column(Word(DialMode), default=DialMode.PROGRESSIVE)
    region: Mapped[str]  # IN or PK: phone numbers and jurisdiction of the calling hours
    zone: Mapped[str]  # IANA time zone of the called people
    caller_id: Mapped[str]  # E.164
    earlier_caller_ids: Mapped[list[str]] = mapped_column(default=list, server_default="{}")  # still rung back
    ring_seconds: Mapped[int] = mapped_column(default=30)
    max_talk_seconds: Mapped[int] = mapped_column(default=3600)
    max_attempts: Mapped[int] = mapped_column(default=4)
    opens: Mapped[time | None]  # its own hours, inside those of its jurisdiction; local time
    closes: Mapped[time | None]
    learned_hours: Mapped[bool] = mapped_column(default=False)  # the next try at the hour at which she likely answers
    share: Mapped[int] = mapped_column(default=1)  # of the lines that campaigns dial on together
    wrap_up_seconds: Mapped[int] = mapped_column(default=60)
    preview_seconds: Mapped[int] = mapped_column(default=60)
    practice_calls: Mapped[int] = mapped_column(default=0, server_default="0")  # to pass before an agent goes live
    languages: Mapped[list[str]] = mapped_column(default=list)
    abandon_cap: Mapped[float] = mapped_column(default=0.03, server_default="0.03")  # of the day's live answers
    abandon_target: Mapped[float] = mapped_column(default=0.01, server_default="0.01")  # what predictive mode aims at
    machines: Mapped[MachinePlan] = mapped_column(Word(MachinePlan), default=MachinePlan.IGNORE)
    agents_see_listening: Mapped[bool] = mapped_column(default=True, server_default="true")  # else silent, and audited
    script_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("script_versions.id", use_alter=True))
    outcomes: Mapped[list[str]] = mapped_column(default=list, server_default="{}")  # that agents may log; empty: all
    purpose: Mapped[str] = mapped_column(
        WrittenText
    )  # nothing can be called without purpose, lawful basis and retention end
    lawful_basis: Mapped[str]
    retention_end: Mapped[date]
    created_at: Mapped[datetime]


class CampaignMove(WithId, OwnedByDepartment, Table):
    """One move of a campaign's status: who, when, from what to what."""

    __tablename__ = "campaign_moves"
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"), index=True)
    event: Mapped[CampaignEvent] = mapped_column(Word(CampaignEvent))
    before: Mapped[CampaignStatus] = mapped_column(Word(CampaignStatus))
    after: Mapped[CampaignStatus] = mapped_column(Word(CampaignStatus))
    at: Mapped[datetime]
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))


class ScriptVersion(WithId, OwnedByDepartment, Table):
    """One version of a campaign's script; the document's shape is rules/scripts/script.py's."""

    __tablename__ = "script_versions"
    __table_args__ = (UniqueConstraint("campaign_id", "version"),)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    version: Mapped[int]
    document: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
