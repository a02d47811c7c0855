"""Supervisors in agents' calls, with an append-only trace of every change, and what they write to desks."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.floor.supervision import Left, Supervision
from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId, Word, WrittenText

LIVE = text("ended_at IS NULL")


class Listening(WithId, OwnedByDepartment, Table):
    """One supervisor in one agent's call, from her wish to her end. One at a time per supervisor and per agent."""

    __tablename__ = "listenings"
    __table_args__ = (
        Index("uq_listenings_one_live_user_id", "user_id", unique=True, postgresql_where=LIVE),
        Index("uq_listenings_one_live_agent_session_id", "agent_session_id", unique=True, postgresql_where=LIVE),
        Index("ix_listenings_legs_up", "leg_call_id", postgresql_where=text("leg_call_id IS NOT NULL")),
        Index(None, "campaign_id", "began_at"),
    )
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    agent_session_id: Mapped[UUID] = mapped_column(ForeignKey("agent_sessions.id"))
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))  # at the beginning; a line may go on with others
    leg: Mapped[str]  # browser, phone
    leg_call_id: Mapped[str | None]  # the carrier's id of the supervisor's own leg, until it is surely down
    mode: Mapped[Supervision] = mapped_column(Word(Supervision))  # as the carrier has carried it out
    wanted: Mapped[Supervision] = mapped_column(Word(Supervision))  # asked for before her leg was there
    asked: Mapped[Supervision | None] = mapped_column(Word(Supervision))  # of the carrier, and not settled yet
    asked_at: Mapped[datetime | None]  # when
    seen: Mapped[bool]  # the agent is shown it
    began_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    heard_at: Mapped[datetime]  # last sign of life of the supervisor's page
    ended_at: Mapped[datetime | None]
    because: Mapped[Left | None] = mapped_column(Word(Left))


class ListeningMove(WithId, OwnedByDepartment, Table):
    """From this moment on a supervisor was heard so, or not there any more. Never changed."""

    __tablename__ = "listening_moves"
    listening_id: Mapped[UUID] = mapped_column(ForeignKey("listenings.id"), index=True)
    mode: Mapped[str]  # of rules/floor/supervision, or ended
    at: Mapped[datetime]


class DeskMessage(WithId, OwnedByDepartment, Table):
    """A sentence that a supervisor has written to an agent, and when she has read it."""

    __tablename__ = "desk_messages"
    __table_args__ = (Index(None, "agent_session_id", "at"),)
    agent_session_id: Mapped[UUID] = mapped_column(ForeignKey("agent_sessions.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))  # who wrote it
    words: Mapped[str] = mapped_column(WrittenText)
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
