"""What desks have sent from their boxes: each key counts once, and what was refused waits until it has been read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.desk.desk_entries import RefusedEntry
from campaigns.store.tables import AgentSession, AgentSessionMove, Call, DeskEntry, User

_HERS: Final = (
    select(AgentSession.id)
    .join(Call, Call.agent_session_id == AgentSession.id)
    .where(Call.id == bindparam("call_id"), AgentSession.user_id == bindparam("user_id"))
)

_HER_PART: Final = (
    select(AgentSessionMove.id)
    .join(AgentSession, AgentSession.id == AgentSessionMove.agent_session_id)
    .where(AgentSessionMove.call_id == bindparam("call_id"), AgentSession.user_id == bindparam("user_id"))
    .where(AgentSessionMove.at >= select(Call.intended_at).where(Call.id == bindparam("call_id")).scalar_subquery())
    .limit(1)
)


@dataclass(frozen=True)
class RefusedOfAgent:
    """An entry that was not taken, whose it is, and about whose case."""

    entry: DeskEntry
    agent: str
    case_id: UUID


def entry_taken(session: Session, key: str) -> bool:
    """Tell whether an entry has come before and was taken."""
    entry = session.get(DeskEntry, key)
    return entry is not None and entry.refused_because is None


def was_with_agent(session: Session, call_id: UUID, user_id: UUID) -> bool:
    """Tell whether an agent had a call, at this desk of hers or an earlier one."""
    return session.scalar(_HERS, {"call_id": call_id, "user_id": user_id}) is not None


def had_part_in(session: Session, call_id: UUID, user_id: UUID) -> bool:
    """Tell whether a call was with an agent, be it that another has gone on with it since."""
    asked = {"call_id": call_id, "user_id": user_id}
    return was_with_agent(session, call_id, user_id) or session.scalar(_HER_PART, asked) is not None


def note_refused_entry(session: Session, call: Call, user_id: UUID, refused: RefusedEntry, *, at: datetime) -> None:
    """Keep what could not be taken; once, however often it comes."""
    entry = insert(DeskEntry).values(
        key=refused.key,
        department_id=call.department_id,
        call_id=call.id,
        user_id=user_id,
        kind=refused.kind,
        refused_because=refused.because,
        body=refused.body,
        at=at,
    )
    session.execute(entry.on_conflict_do_nothing())


def refused_entries(session: Session, campaign_id: UUID) -> Sequence[RefusedOfAgent]:
    """Return what agents of a campaign gave and nobody has looked at since it was refused, the oldest first."""
    found = (
        select(DeskEntry, User.name, Call.case_id)
        .join(Call, Call.id == DeskEntry.call_id)
        .join(User, User.id == DeskEntry.user_id)
        .where(DeskEntry.refused_because.is_not(None), DeskEntry.read_at.is_(None), Call.campaign_id == campaign_id)
        .order_by(DeskEntry.at)
    )
    return [RefusedOfAgent(*row) for row in session.execute(found)]


def note_entry_read(session: Session, key: str, campaign_id: UUID, *, at: datetime) -> bool:
    """Keep that somebody has looked at a refused entry; False where that was known, or it is none of this campaign."""
    of_campaign = select(Call.id).where(Call.id == DeskEntry.call_id, Call.campaign_id == campaign_id).exists()
    waiting = (DeskEntry.refused_because.is_not(None), DeskEntry.read_at.is_(None))
    reading = update(DeskEntry).where(DeskEntry.key == key, of_campaign, *waiting).values(read_at=at)
    return session.scalar(reading.returning(DeskEntry.key)) is not None
