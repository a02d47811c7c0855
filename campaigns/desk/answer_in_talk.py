"""Saves an answer given in the talk that an agent has: who she is, her desk and her call are found by one statement."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.shared.given_answers import Saved, keep_given
from campaigns.shared.signs_of_life import SignOfLife, note_sign
from campaigns.store.desk.talks import talk_at_desk
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, User


@dataclass(frozen=True)
class InTalk:
    """An answer that was kept, by whom and at which desk."""

    person: User
    agent: AgentSession
    saved: Saved


def answer_in_talk(
    db: Database, user_id: UUID, given: GivenAnswer, sign: SignOfLife, *, may: Callable[[User], bool]
) -> InTalk | None:
    """Keep an answer to a call that this user has at her desk, as nearly all are, if she may work there, and that it lives.

    None where nothing is kept, since anything at all is otherwise: `save_answer` knows what is to be said then.
    """
    with db.transaction(EVERYTHING) as session:
        found = talk_at_desk(session, user_id, given.call_id)
        if found is None or not may(found.person):
            return None
        saved = keep_given(session, found.agent, found.talk, given, at=sign.at)
        if isinstance(saved, Saved):
            note_sign(session, found.agent, sign)
        return InTalk(found.person, found.agent, saved) if isinstance(saved, Saved) else None
