"""An agent has read the record in preview mode and dials."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.schedule import SEND_WITHIN
from campaigns.rules.refusals import RECORD_GONE, Refusal
from campaigns.store.calls.calls import lock_call
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, enqueue


def dial_previewed_call(db: Database, session_id: UUID, call_id: UUID, *, now: datetime) -> Refusal | None:
    """Let a previewed call be placed; twice is once, since placing is."""
    with db.transaction(EVERYTHING) as session:
        call = lock_call(session, call_id)
        agent = lock_agent_session(session, session_id)
        if call is None or agent is None or agent.call_id != call_id:
            return RECORD_GONE
        if call.status is CallStatus.INTENDED:
            if now >= call.expires_at:
                return Refusal("preview_over", "The time to dial is over; the next record comes by itself.")
            call.preview = False  # from now on upkeep rings a lost bell for it
            call.expires_at = now + SEND_WITHIN  # the time to read is over, the time to send begins
            enqueue(session, "dial", "place_call", call_id)
        return None
