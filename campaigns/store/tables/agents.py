"""Agent sessions: from sign-in to sign-out, with a status at each moment."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.store.tables.shape import Table, WithId, Word


class AgentSession(WithId, Table):
    """An agent at a desk, working one campaign. One live desk per agent."""

    __tablename__ = "agent_sessions"
    __table_args__ = (
        Index(
            "uq_agent_sessions_one_desk",
            "user_id",
            unique=True,
            postgresql_where=text("status <> 'signed_out'"),
        ),
        Index(
            "ix_agent_sessions_ready",
            "campaign_id",
            "since",
            postgresql_where=text("status = 'ready'"),
        ),
        Index(None, "user_id", "started_at"),
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"))  # of the campaign
    status: Mapped[AgentStatus] = mapped_column(Word(AgentStatus), default=AgentStatus.PAUSED)
    pause_reason: Mapped[PauseReason | None] = mapped_column(Word(PauseReason))
    next_pause: Mapped[PauseReason | None] = mapped_column(Word(PauseReason))  # asked for on a call: after it
    since: Mapped[datetime]  # when the status began
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id", use_alter=True))  # until its outcome is logged
    leg: Mapped[str]  # browser, phone, none
    leg_call_id: Mapped[str | None]  # the carrier's id of the agent's own leg
    languages: Mapped[list[str]] = mapped_column(default=list)
    started_at: Mapped[datetime]
    heard_at: Mapped[datetime]  # last sign of life of the desk
    tab: Mapped[str | None]  # the browser tab that holds this desk: the one that opened it last
    taking: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # its number: the newer, the higher
    kept: Mapped[int] = mapped_column(
        default=0, server_default="0"
    )  # so much is still on her computer, as it last said
    asked_for_help_at: Mapped[datetime | None]  # she wants her supervisor, in the call that she is in
    ended_at: Mapped[datetime | None]

    @property
    def has_leg(self) -> bool:
        """Tell whether she can be heard: robots need no leg, people need theirs up."""
        return self.leg == "none" or self.leg_call_id is not None

    @property
    def room(self) -> str:
        """Name of her conference room: no personal data, and new with each session."""
        return f"desk-{self.id}"


class AgentSessionMove(WithId, Table):
    """One move of an agent session's status."""

    __tablename__ = "agent_session_moves"
    agent_session_id: Mapped[UUID] = mapped_column(ForeignKey("agent_sessions.id"), index=True)
    event: Mapped[AgentEvent] = mapped_column(Word(AgentEvent))
    before: Mapped[AgentStatus] = mapped_column(Word(AgentStatus))
    after: Mapped[AgentStatus] = mapped_column(Word(AgentStatus))
    reason: Mapped[PauseReason | None] = mapped_column(Word(PauseReason))
    call_id: Mapped[UUID | None]
    at: Mapped[datetime]
