"""Saves one answer as it is given, so that nothing is lost when the call drops, and with it how far the talk has come."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.desk_entries import EntryKind, GivenAnswer
from campaigns.rules.refusals import Refusal
from campaigns.rules.script_progress import step_on_screen
from campaigns.store.agent_sessions import lock_agent_session
from campaigns.store.answers import answers_of_call, outcome_of_call, save_answers
from campaigns.store.call_scripts import CallScript, script_of_call
from campaigns.store.call_steps import note_step
from campaigns.store.desk_entries import entry_taken, note_entry, was_with_agent
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call


def save_answer(db: Database, session_id: UUID, given: GivenAnswer, *, now: datetime) -> Refusal | None:
    """Keep or replace the answer to one step of a call of this agent; the same key again changes nothing.

    A link or a power cut may hold an answer back until its call has left the desk: as long as nobody has logged what
    came of that call, the answer is still hers to give.
    """
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        call = session.get(Call, given.call_id)
        if call is None or agent is None or not _may_give(session, agent, call):
            taken = entry_taken(session, given.key)
            return None if taken else Refusal("not_your_call", "This call is not on your desk any more.")
        script = script_of_call(session, call.id)
        if script is not None and not script.fitting({given.step: given.value}):
            return Refusal("answer_does_not_fit", "This answer does not fit the question. Ask it again.")
        if not note_entry(session, given.key, EntryKind.ANSWER, call, agent.user_id, at=now):
            return None
        save_answers(session, call, {given.step: given.value}, at=now)
        if script is not None and agent.call_id == call.id and agent.status is AgentStatus.ON_CALL:
            _note_progress(session, call, script, at=now)
        return None


def _may_give(session: Session, agent: AgentSession, call: Call) -> bool:
    if agent.call_id == call.id:
        return True
    return outcome_of_call(session, call.id) is None and was_with_agent(session, call.id, agent.user_id)


def _note_progress(session: Session, call: Call, script: CallScript, *, at: datetime) -> None:
    """Keep which step is on her screen now; answers that come after the talk tell nothing of it."""
    on_screen = step_on_screen(script.script, answers_of_call(session, call.id), script.record)
    note_step(session, call, on_screen, at=at)
