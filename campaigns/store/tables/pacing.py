"""What predictive dialling goes by besides calls and desks: how far talks have come, and how calls are paced now."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.pacing_fallback import Fallback
from campaigns.store.tables.agents import AgentSessionMove
from campaigns.store.tables.calls import Call, CallMove
from campaigns.store.tables.cases import QUEUED, Case
from campaigns.store.tables.shape import OwnedByDepartment, Table, Word


class CallStep(OwnedByDepartment, Table):
    """A step of the script came up in a talk, or the agent said that she is nearly done; the newest row holds."""

    __tablename__ = "call_steps"
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    began_at: Mapped[datetime] = mapped_column(primary_key=True)
    step: Mapped[str]


class CampaignPace(OwnedByDepartment, Table):
    """How the dialler paces a predictive campaign now, written when it changes: for the floor page."""

    __tablename__ = "campaign_paces"
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"), primary_key=True)
    because: Mapped[Fallback | None] = mapped_column(Word(Fallback))  # why one call per free agent; None: ahead of them
    languages: Mapped[list[str]] = mapped_column(default=list)  # for which; empty: for all
    since: Mapped[datetime]


# The dialler looks every second at what has happened since, across campaigns.
Index("ix_call_moves_at", CallMove.at)
Index("ix_agent_session_moves_at", AgentSessionMove.at)
Index("ix_calls_abandoned", Call.campaign_id, Call.intended_at, postgresql_where=text("abandoned"))
Index(
    "ix_cases_agent_reserved",
    Case.campaign_id,
    Case.due_at,
    postgresql_where=text(f"needs_agent_reserved AND {QUEUED}"),
)
