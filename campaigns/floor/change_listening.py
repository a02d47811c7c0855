"""A supervisor listens, whispers or joins: the carrier carries it out first, then it is noted since when."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.floor.supervision import Left, Supervision, is_louder
from campaigns.rules.refusals import Refusal
from campaigns.store.desk.listenings import leave_call, lock_listening, move_listening
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Listening
from campaigns.telephony.failures import NotFound, Placed, TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)
GONE: Final = Refusal(
    "listening_over", "You are not in this call any more: begin again on the floor, where she still talks."
)
UNHEARD: Final = Refusal(
    "agent_without_leg",
    "She does not hear through the phone company, so nobody can whisper to her: write her a message instead.",
)
NOT_YET: Final = Refusal(
    "leg_not_there", "Your own telephone is not connected yet: pick it up, and try again in a moment."
)


@dataclass(frozen=True)
class _Legs:
    """Whose leg is where: the agent's room, the supervisor in it, and the agent herself, if the carrier carries her."""

    room: str
    listener: str
    agent: str | None


def change_listening(
    db: Database,
    listening_id: UUID,
    user_id: UUID,
    mode: Supervision,
    *,
    telephony: Telephony,
    clock: Callable[[], datetime],
) -> Refusal | None:
    """Change who hears her. Where nobody can know what the carrier did, she is taken out of the call.

    Failure mode 38 of telephony.md: never louder than asked because of an error. The carrier takes a moment: what is
    louder is on record from when it was asked for, what is quieter from when the carrier has done it.
    """
    asked = clock()
    legs = _legs(db, listening_id, user_id, mode)
    if isinstance(legs, Refusal):
        return legs
    try:
        telephony.supervise(legs.room, legs.listener, mode, legs.agent)
    except NotFound:  # on its way into the room, or the call is just over
        return NOT_YET
    except TelephonyError as failure:
        facts = {"listening_id": str(listening_id), "http_status": failure.http_status}
        log.warning("listening_not_changed", extra=facts)
        if failure.placed is Placed.NO:
            return Refusal(
                "carrier_refused",
                "The phone company did not do it, and you are heard as before: try again, or leave with Esc.",
            )
        return _take_out(db, listening_id, user_id, now=clock())
    with db.transaction(EVERYTHING) as session:
        if listening := _mine(session, listening_id, user_id):
            done = clock()
            move_listening(session, listening, mode, at=asked if is_louder(mode, listening.mode) else done)
            listening.wanted, listening.heard_at = mode, done
    return None


def _legs(db: Database, listening_id: UUID, user_id: UUID, mode: Supervision) -> _Legs | Refusal:
    with db.transaction(EVERYTHING) as session:
        listening = _mine(session, listening_id, user_id)
        if listening is None:
            return GONE
        agent = session.get_one(AgentSession, listening.agent_session_id)
        if listening.leg_call_id is None or listening.joined_at is None:
            listening.wanted = mode
            return NOT_YET
        if mode is Supervision.WHISPER and agent.leg_call_id is None:
            return UNHEARD
        return _Legs(agent.room, listening.leg_call_id, agent.leg_call_id)


def _mine(session: Session, listening_id: UUID, user_id: UUID) -> Listening | None:
    listening = lock_listening(session, listening_id)
    return listening if listening and listening.user_id == user_id and listening.ended_at is None else None


def _take_out(db: Database, listening_id: UUID, user_id: UUID, *, now: datetime) -> Refusal:
    with db.transaction(EVERYTHING) as session:
        if listening := _mine(session, listening_id, user_id):
            leave_call(session, listening, Left.CARRIER_UNSURE, at=now)
    return Refusal(
        "carrier_unsure", "The phone company did not say who hears you, so you were taken out of the call: begin again."
    )
