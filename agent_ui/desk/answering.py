"""An agent's answers to the script's questions: two thirds of all that desks send, so each takes the shortest way."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, g, session
from flask.typing import ResponseReturnValue

from agent_ui.desk.acting import act, saved_answer
from agent_ui.desk.asked import asked_answer
from agent_ui.desk.at_desk import know_the_desk, sign_of_life
from agent_ui.desk.entries import or_kept
from agent_ui.house import house
from agent_ui.sign_in.access import allow
from agent_ui.sign_in.signed_in import is_signed_in
from campaigns.desk.answer_in_talk import answer_in_talk
from campaigns.desk.save_answer import save_answer
from campaigns.rules.desk.desk_entries import EntryKind, GivenAnswer
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.shared.given_answers import Saved
from campaigns.store.session import Database
from campaigns.store.tables import AgentSession, User

answering = Blueprint("desk_answering", __name__, url_prefix="/desk")


@answering.post("/answer")
def answer() -> ResponseReturnValue:
    """Keep one answer as given; what else stands at the desk is told where the answer changes it, and not every time.

    One to the talk that she has is kept at once, and who gives it is looked at with that; any other is looked at closely.
    """
    given = asked_answer()
    return _in_talk(given) or _wherever(given)


def _in_talk(given: GivenAnswer) -> ResponseReturnValue | None:
    if "user" not in session:
        return None
    now = house().now()
    kept = answer_in_talk(house().db, UUID(session["user"]), given, sign_of_life(now), may=_may_answer)
    if kept is None:
        return None
    g.person = kept.person
    return saved_answer(kept.agent, kept.saved, at=now)


def _may_answer(person: User) -> bool:
    return is_signed_in(person, session) and person.role is Role.AGENT


def _wherever(given: GivenAnswer) -> ResponseReturnValue:
    know_the_desk()
    return _kept(given)


@allow(Role.AGENT)
def _kept(given: GivenAnswer) -> ResponseReturnValue:
    def keep(db: Database, agent: AgentSession, now: datetime) -> Refusal | Saved:
        return save_answer(db, agent.id, given, now=now)

    return act(or_kept(keep, EntryKind.ANSWER, given.key, given.call_id))
