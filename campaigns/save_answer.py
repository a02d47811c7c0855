"""Saves one answer as it is given, so that nothing is lost when the call drops, and with it how far the talk has come."""

from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.refusals import Refusal
from campaigns.rules.script_progress import step_on_screen
from campaigns.store.agent_sessions import lock_agent_session
from campaigns.store.answers import answers_of_call, save_answers
from campaigns.store.call_scripts import script_of_call
from campaigns.store.call_steps import note_step
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call


def save_answer(
    db: Database, session_id: UUID, call_id: UUID, step: str, value: Any, *, now: datetime
) -> Refusal | None:
    """Keep or replace the answer to one step of the call on this desk."""
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        call = session.get(Call, call_id)
        if call is None or agent is None or agent.call_id != call_id:
            return Refusal("not_your_call", "This call is not on your desk any more.")
        save_answers(session, call, {step: value}, at=now)
        _note_progress(session, agent, call, at=now)
        return None


def _note_progress(session: Session, agent: AgentSession, call: Call, *, at: datetime) -> None:
    """Keep which step is on her screen now; answers that come after the talk tell nothing of it."""
    script = script_of_call(session, call.id)
    if script is not None and agent.status is AgentStatus.ON_CALL:
        on_screen = step_on_screen(script.script, answers_of_call(session, call.id), script.record)
        note_step(session, call, on_screen, at=at)
