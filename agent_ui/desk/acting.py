"""How whatever an agent does at her desk is answered: with the desk's state as it is afterwards."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from agent_ui.desk.at_desk import desk_now, desk_of_user
from agent_ui.desk.news import KNOWS, answer_with, only_answers
from agent_ui.desk.next_record import desk_with_next_record
from agent_ui.desk.shell import shell_mark
from agent_ui.desk.state_json import state_json, ticking
from agent_ui.house import house
from agent_ui.sign_in.access import the_user
from campaigns.rules.refusals import NO_DESK, Refusal
from campaigns.shared.given_answers import Saved
from campaigns.store.desk.desk import DeskState
from campaigns.store.session import Database
from campaigns.store.tables import AgentSession

Act = Callable[[Database, AgentSession, datetime], Refusal | Saved | None]


def act(doing: Act) -> ResponseReturnValue:
    """Do something at the desk of whoever is signed in.

    It is done in a database that does not tell this desk of it, as the answer does; and of what a saved answer does not
    change, a page that has a state is told nothing.
    """
    agent = desk_of_user()
    if agent is None:
        return refused(NO_DESK, None)
    db, now = house().db.without_telling(f"agent:{agent.id}"), house().now()
    match doing(db, agent, now):
        case Refusal() as refusal:
            return refused(refusal, agent)
        case Saved() as saved:
            return saved_answer(agent, saved, at=now)
        case _:
            return _told(desk_with_next_record(agent))


def saved_answer(agent: AgentSession, saved: Saved, *, at: datetime) -> Response:
    """Tell of a saved answer what it changes besides; the page has set the answer itself."""
    if saved.answers is not None and KNOWS in request.headers:
        return only_answers(saved.answers, ticking(since=agent.since, at=at))
    return _told(desk_with_next_record(agent), but="answers")


def refused(refusal: Refusal, agent: AgentSession | None) -> ResponseReturnValue:
    """Say why something cannot be done now, and how the desk stands."""
    now = _state(desk_now(agent)) if agent else None
    return _with_token(jsonify(because=refusal.because, hint=gettext(refusal.hint), state=now)), 409


def state_answer(agent: AgentSession) -> Response:
    """Answer with the state of a desk."""
    return _told(desk_now(agent))


def _told(state: DeskState, *, but: str = "") -> Response:
    """Mark a state, so that nothing new need not be sent again, and send it with the token of now.

    The page may be older than the session (it is kept on the computer), so its own token may be.
    """
    return _with_token(answer_with(_state(state), but=but))


def _with_token(answer: Response) -> Response:
    if KNOWS not in request.headers:  # a page that has a state has a token
        answer.headers["X-CSRFToken"] = generate_csrf()
    return answer


def _state(state: DeskState) -> dict[str, object]:
    return state_json(state) | {"keys": the_user().desk_keys, "page": shell_mark()}
