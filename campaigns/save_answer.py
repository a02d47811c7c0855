"""Saves one answer as it is given, so that nothing is lost when the call drops."""

from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.rules.refusals import Refusal
from campaigns.store.agent_sessions import lock_agent_session
from campaigns.store.answers import save_answers
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call


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
        return None
