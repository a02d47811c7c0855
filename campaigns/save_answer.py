"""Saves one answer as it is given, so that nothing is lost when the call drops, and with it how far the talk has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.desk_entries import GivenAnswer
from campaigns.rules.refusals import Refusal
from campaigns.rules.script_progress import step_on_screen
from campaigns.store.agent_sessions import lock_agent_session
from campaigns.store.answers import outcome_of_call
from campaigns.store.desk_entries import entry_taken, was_with_agent
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call
from campaigns.store.talks import save_given, talk_of


@dataclass(frozen=True)
class Saved:
    """An answer that is kept. `answers`: all of the call, where nothing else on her desk has changed by it."""

    answers: Mapping[str, Any] | None = None


def save_answer(db: Database, session_id: UUID, given: GivenAnswer, *, now: datetime) -> Refusal | Saved:
    """Keep or replace the answer to one step of a call of this agent; the same key again changes nothing.

    A link or a power cut may hold an answer back until its call has left the desk: as long as nobody has logged what
    came of that call, the answer is still hers to give.
    """
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        talk = talk_of(session, given.call_id)
        if talk is None or agent is None or not _may_give(session, agent, talk.call):
            taken = entry_taken(session, given.key)
            return Saved() if taken else Refusal("not_your_call", "This call is not on your desk any more.")
        script, before, after = talk.script, talk.answers, {**talk.answers, given.step: given.value}
        if script is not None and not script.fitting({given.step: given.value}):
            return Refusal("answer_does_not_fit", "This answer does not fit the question. Ask it again.")
        on_screen = None
        if script is not None and agent.call_id == given.call_id and agent.status is AgentStatus.ON_CALL:
            on_screen = step_on_screen(
                script.script, after, script.record
            )  # after the talk, nothing tells how far it is
        new = save_given(session, talk.call, given, agent.user_id, on_screen, at=now)
        if not new or script is None or agent.call_id != given.call_id:
            return Saved()
        same_person = script.path(before).confirmed is script.path(after).confirmed  # shows what may be shown of her
        return Saved(after if same_person else None)


def _may_give(session: Session, agent: AgentSession, call: Call) -> bool:
    if agent.call_id == call.id:
        return True
    return outcome_of_call(session, call.id) is None and was_with_agent(session, call.id, agent.user_id)
