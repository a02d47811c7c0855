"""The line of a person in a talk, as the carrier names it, and the room of the agent who has it; shared by what acts on it."""

from dataclasses import dataclass
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call


@dataclass(frozen=True)
class OpenLine:
    """`holds`: she is to be on hold, by her agent's wish or because her agent's line has fallen."""

    carrier_call_id: str
    room: str
    holds: bool


def open_line(db: Database, call_id: UUID) -> OpenLine | None:
    """Return the line of a call in a talk; None where nobody talks on it now."""
    with db.transaction(EVERYTHING) as session:
        call = session.get(Call, call_id)
        agent = session.get(AgentSession, call.agent_session_id) if call and call.agent_session_id else None
        if call is None or agent is None or call.status is not CallStatus.TALKING or call.carrier_call_id is None:
            return None
        return OpenLine(call.carrier_call_id, agent.room, bool(call.held_at or call.agent_lost_at))
