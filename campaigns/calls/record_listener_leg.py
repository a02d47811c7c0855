"""Takes in that a supervisor's own leg has come, or has gone."""

from datetime import datetime

from campaigns.rules.floor.supervision import Left
from campaigns.store.desk.listenings import leave_call, lock_listening, note_joined
from campaigns.store.session import EVERYTHING, Database, enqueue
from campaigns.store.tables import AgentSession
from campaigns.telephony.supervising import ListenerLegTold


def record_listener_leg(db: Database, told: ListenerLegTold, *, now: datetime) -> str | None:
    """Return the room that the leg belongs into; None where it belongs nowhere (any more), and it is hung up."""
    with db.transaction(EVERYTHING) as session:
        listening = lock_listening(session, told.listening_id)
        if listening is None:
            return None
        is_hers = listening.leg_call_id in (None, told.carrier_call_id)
        if not told.up:
            if is_hers:
                leave_call(session, listening, Left.LEG_FELL, at=now)
                listening.leg_call_id = None
            return None
        if listening.ended_at is not None or not is_hers:  # too late, or a second browser of hers
            enqueue(session, "dial", "end_carrier_call", told.carrier_call_id)
            return None
        if listening.leg_call_id is None:
            listening.leg_call_id = told.carrier_call_id
            note_joined(session, listening, at=now)
        return session.get_one(AgentSession, listening.agent_session_id).room
