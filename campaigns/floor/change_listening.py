"""A supervisor listens, whispers or joins: what is asked of the carrier is on record before, and settled afterwards."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.floor.supervision import Left, Supervision
from campaigns.rules.refusals import Refusal
from campaigns.store.desk.listenings import leave_call, lock_listening, settle_listening
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
STILL_AT_IT: Final = Refusal(
    "carrier_still_at_it", "The phone company is still at your last change: wait a moment, or leave with Esc."
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
    legs = _asked(db, listening_id, user_id, mode, now=clock())
    if isinstance(legs, Refusal):
        return legs
    try:
        telephony.supervise(legs.room, legs.listener, mode, legs.agent)
    except NotFound:  # on its way into the room, or the call is just over
        _settle(db, listening_id, user_id, carried_out=False, now=clock())
        return NOT_YET
    except TelephonyError as failure:
        facts = {"listening_id": str(listening_id), "http_status": failure.http_status}
        log.warning("listening_not_changed", extra=facts)
        if failure.placed is Placed.NO:
            _settle(db, listening_id, user_id, carried_out=False, now=clock())
            return Refusal(
                "carrier_refused",
                "The phone company did not do it, and you are heard as before: try again, or leave with Esc.",
            )
        return _take_out(db, listening_id, user_id, now=clock())
    _settle(db, listening_id, user_id, carried_out=True, now=clock())
    return None


def _asked(db: Database, listening_id: UUID, user_id: UUID, mode: Supervision, *, now: datetime) -> _Legs | Refusal:
    """Keep what will be asked of the carrier: were we to die over it, upkeep takes her out and the trace has it."""
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
        if listening.asked_at is not None:
            return STILL_AT_IT
        listening.asked, listening.asked_at = mode, now
        return _Legs(agent.room, listening.leg_call_id, agent.leg_call_id)


def _settle(db: Database, listening_id: UUID, user_id: UUID, *, carried_out: bool, now: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        if listening := _mine(session, listening_id, user_id):
            settle_listening(session, listening, carried_out=carried_out, at=now)
            if carried_out:
                listening.wanted, listening.heard_at = listening.mode, now


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
