"""Calls: every dial of every phone, what the carrier told of it, and what was said in it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.call_states import CallEvent, CallStatus, Direction, EndReason
from campaigns.rules.carrier.calls_in import Reception
from campaigns.rules.outcomes import Outcome
from campaigns.rules.scripts.who_answered import Answered, Relation
from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId, Word, WrittenJson, WrittenText

LIVE_CALL = text("status <> 'ended'")


class Call(WithId, OwnedByDepartment, Table):
    """One dial of one phone. Its id is the attempt id in every callback address.

    Never twice: at most one live call per case, per phone (across all departments) and per agent session.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index(
            "uq_calls_one_live_per_case",
            "case_id",
            unique=True,
            postgresql_where=LIVE_CALL,
        ),
        Index(
            "uq_calls_one_live_per_phone",
            "phone",
            unique=True,
            postgresql_where=LIVE_CALL,
        ),
        Index(
            "uq_calls_one_live_per_agent",
            "agent_session_id",
            unique=True,
            postgresql_where=LIVE_CALL,
        ),
        Index("ix_calls_quiet", "settle_at", postgresql_where=LIVE_CALL),
        Index("ix_calls_by_day", "campaign_id", "intended_at"),
        Index("ix_calls_of_case", "case_id", "sent_at"),
        Index("ix_calls_phone_day", "phone", "intended_at"),
        Index("ix_calls_talks", "agent_session_id", "talking_at", postgresql_where=text("talking_at IS NOT NULL")),
        Index("ix_calls_talks_of_day", "campaign_id", "intended_at", postgresql_where=text("talking_at IS NOT NULL")),
        UniqueConstraint("carrier", "carrier_call_id"),
        Index(
            "uq_calls_continued_once",
            "continues_id",
            unique=True,
            postgresql_where=text("continues_id IS NOT NULL"),
        ),
    )
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaigns.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    continues_id: Mapped[UUID | None]  # the call on whose open line this one serves another person of the same phone
    phone: Mapped[str]  # E.164
    caller_id: Mapped[str]
    status: Mapped[CallStatus] = mapped_column(Word(CallStatus), default=CallStatus.INTENDED)
    end_reason: Mapped[EndReason | None] = mapped_column(Word(EndReason))
    refused_because: Mapped[str | None]  # rule that forbade the dial, when end_reason is not_sent
    carrier: Mapped[str]
    carrier_call_id: Mapped[str | None]
    agent_session_id: Mapped[UUID | None] = mapped_column(ForeignKey("agent_sessions.id"))
    preview: Mapped[bool] = mapped_column(default=False)  # waits for the agent to press "call now"
    intended_at: Mapped[datetime]
    expires_at: Mapped[datetime]  # an intended call past this moment is never sent
    sent_at: Mapped[datetime | None]
    ringing_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    talking_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    settle_at: Mapped[datetime | None]  # when upkeep asks the carrier about it
    settle_tries: Mapped[int] = mapped_column(default=0)
    abandoned: Mapped[bool] = mapped_column(default=False)  # answered, and no agent within 2 s
    outcome: Mapped[Outcome | None] = mapped_column(Word(Outcome))
    direction: Mapped[Direction] = mapped_column(Word(Direction), default=Direction.OUT, server_default="out")
    script_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("script_versions.id"))  # kept to its end
    answered_by: Mapped[Answered | None] = mapped_column(Word(Answered))  # who picked up, as the agent heard
    relation: Mapped[Relation | None] = mapped_column(Word(Relation))  # which member of the family
    confirmed: Mapped[bool | None]  # the person herself was on the line; None: the script did not ask
    held_at: Mapped[datetime | None]  # the agent has put her on hold
    agent_lost_at: Mapped[datetime | None]  # her agent's line fell in the talk, and nobody has come back yet
    crossed_at: Mapped[datetime | None]  # she rang us while this call was under way or its outcome was not known
    likely: Mapped[float | None]  # to be answered, in times the usual, as reckoned before the dial; None: not reckoned


class CallIn(WithId, Table):
    """Somebody rang a number of ours. Nothing is kept of a stranger, not even her number."""

    __tablename__ = "calls_in"
    __table_args__ = (UniqueConstraint("carrier", "carrier_call_id"), Index(None, "campaign_id", "at"))
    carrier: Mapped[str]
    carrier_call_id: Mapped[str]
    reception: Mapped[Reception] = mapped_column(Word(Reception))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"), index=True)
    campaign_id: Mapped[UUID | None] = mapped_column(ForeignKey("campaigns.id"))  # hers, or the newest on that number
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"), index=True)
    call_id: Mapped[UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)  # its own, in her case's account
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CallMove(WithId, OwnedByDepartment, Table):
    """One move of a call's status."""

    __tablename__ = "call_moves"
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    event: Mapped[CallEvent] = mapped_column(Word(CallEvent))
    before: Mapped[CallStatus] = mapped_column(Word(CallStatus))
    after: Mapped[CallStatus] = mapped_column(Word(CallStatus))
    at: Mapped[datetime]


class CarrierEvent(OwnedByDepartment, Table):
    """What the carrier told, kept raw; the key makes each delivery count once."""

    __tablename__ = "carrier_events"
    key: Mapped[str] = mapped_column(primary_key=True)  # carrier|stream|call|sequence|event
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    kind: Mapped[str]
    carrier_call_id: Mapped[str | None]
    occurred_at: Mapped[datetime]
    received_at: Mapped[datetime]
    raw: Mapped[dict[str, Any]]


class Answer(OwnedByDepartment, Table):
    """One answer, saved as given, so that nothing is lost when the call drops."""

    __tablename__ = "answers"
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    step: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(WrittenJson)  # {"value": …}
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    taking: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")  # of the desk at which it was given


class LoggedOutcome(WithId, OwnedByDepartment, Table):
    """What an agent said came of a call; once per call and once per idempotency key."""

    __tablename__ = "logged_outcomes"
    __table_args__ = (Index(None, "user_id", "at"),)
    key: Mapped[str] = mapped_column(unique=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    note: Mapped[str | None] = mapped_column(WrittenText)
    callback_at: Mapped[datetime | None]
    at: Mapped[datetime]
    before: Mapped[dict[str, Any] | None]  # what the outcome changed, for as long as it can be taken back


class UndoneOutcome(WithId, OwnedByDepartment, Table):
    """An outcome that its agent took back at once; its key stays used, so that a late copy changes nothing."""

    __tablename__ = "undone_outcomes"
    key: Mapped[str] = mapped_column(unique=True)
    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome))
    logged_at: Mapped[datetime]
    at: Mapped[datetime]
