"""Saves one answer as it is given, so that nothing is lost when the call drops, and with it how far the talk has come."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.shared.given_answers import Saved, keep_given
from campaigns.store.desk.answers import outcome_of_call
from campaigns.store.desk.desk_entries import entry_taken, was_with_agent
from campaigns.store.desk.desk_locks import lock_call_and_agent
from campaigns.store.desk.talks import talk_of
from campaigns.store.lists.erasing import forget_late_words
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call


def save_answer(db: Database, session_id: UUID, given: GivenAnswer, *, now: datetime) -> Refusal | Saved:
    """Keep or replace the answer to one step of a call of this agent; the same key again changes nothing.

    A link or a power cut may hold an answer back until its call has left the desk: as long as nobody has logged what
    came of that call, the answer is still hers to give.
    """
    with db.transaction(EVERYTHING) as session:
        locked = lock_call_and_agent(session, given.call_id, session_id)
        talk = talk_of(session, given.call_id)
        if talk is None or locked is None or not _may_give(session, locked[1], talk.call):
            taken = entry_taken(session, given.key)
            return Saved() if taken else NOT_YOUR_CALL
        call, agent = locked
        saved = keep_given(session, agent, talk, given, at=now)
        forget_late_words(session, call)
        return saved


def _may_give(session: Session, agent: AgentSession, call: Call) -> bool:
    if agent.call_id == call.id:
        return True
    return outcome_of_call(session, call.id) is None and was_with_agent(session, call.id, agent.user_id)
