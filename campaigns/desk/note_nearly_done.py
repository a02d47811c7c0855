"""An agent says that her talk is nearly done, or takes it back: the dialler counts on her a little earlier."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.rules.scripts.progress import NEARLY_DONE
from campaigns.store.calls.call_steps import note_step, take_back_nearly_done
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.session import EVERYTHING, Database, tell
from campaigns.store.tables import Call


def note_nearly_done(db: Database, session_id: UUID, call_id: UUID, *, nearly: bool, now: datetime) -> Refusal | None:
    """Keep her word for this talk; the end of the talk undoes it on the desk by itself."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        call = session.get(Call, call_id)
        if call is None or agent is None or agent.call_id != call_id:
            return NOT_YOUR_CALL
        if agent.status is not AgentStatus.ON_CALL:
            return None  # the talk has ended meanwhile: nothing is left to say
        if nearly:
            note_step(session, call, NEARLY_DONE, at=now)
        else:
            take_back_nearly_done(session, call_id)
        tell(session, f"agent:{agent.id}")
        return None
