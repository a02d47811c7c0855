"""An agent ends the talk: she goes on to the outcome while the carrier ends the line."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent
from campaigns.rules.carrier.schedule import BELL_LOST
from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.desk.desk_locks import lock_call_and_agent
from campaigns.store.session import EVERYTHING, Database, enqueue


def hang_up(db: Database, session_id: UUID, call_id: UUID, *, now: datetime) -> Refusal | None:
    """Move an agent on a call to wrap-up; twice is once."""
    with db.transaction(EVERYTHING) as session:
        found = lock_call_and_agent(session, call_id, session_id)
        if found is None or found[1].call_id != call_id:
            return NOT_YOUR_CALL
        call, agent = found
        if move_agent(session, agent, AgentEvent.HANG_UP, at=now):
            enqueue(session, "dial", "end_call", call_id)
            call.settle_at = now + BELL_LOST  # upkeep ends the line if the bell is lost
        return None
