"""A supervisor in an agent's call, as JSON: begin, change who hears her, show that her page lives, leave."""

from typing import Any, Final
from uuid import UUID

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.floor.tending_words import OUT
from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from campaigns.floor.begin_listening import ListeningWish, begin_listening
from campaigns.floor.change_listening import change_listening
from campaigns.floor.end_listening import end_listening
from campaigns.rules.floor.supervision import Supervision
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.desk.listenings import ListeningNow, listening_of_user, note_listener_heard
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import Listening

listening = Blueprint("listening", __name__, url_prefix="/floor/listening")
TENDERS: Final = (Role.SUPERVISOR, Role.ADMIN)


@listening.get("/now")
@allow(*TENDERS)
def now() -> ResponseReturnValue:
    """Tell whom she listens to, if to anybody."""
    return _state(None)


@listening.post("/begin")
@allow(*TENDERS)
def begin() -> ResponseReturnValue:
    """Ring her own line, and let it into the agent's room unheard."""
    wish = ListeningWish(_id("desk"), _mode(), str(_asked().get("leg")))
    begun = begin_listening(house().db, the_user().id, wish, now=house().now())
    return _refused(begun) if isinstance(begun, Refusal) else _state(None)


@listening.post("/mode")
@allow(*TENDERS)
def mode() -> ResponseReturnValue:
    """Listen, whisper or join."""
    built, who = house(), the_user().id
    refusal = change_listening(built.db, _id("id"), who, _mode(), telephony=built.telephony, clock=built.now)
    return _refused(refusal) if refusal else _state(_id("id"))


@listening.post("/alive")
@allow(*TENDERS)
def alive() -> ResponseReturnValue:
    """Show that her page is there; the answer says why she is out, where she is."""
    with house().db.transaction(EVERYTHING) as session:
        note_listener_heard(session, _id("id"), the_user().id, at=house().now())
    return _state(_id("id"))


@listening.post("/end")
@allow(*TENDERS)
def end() -> ResponseReturnValue:
    """Leave the call; left already is success."""
    end_listening(house().db, _id("id"), the_user().id, now=house().now())
    return _state(_id("id"))


@listening.get("/token")
@allow(*TENDERS)
def token() -> ResponseReturnValue:
    """Give her browser what it needs to join."""
    with house().db.transaction(EVERYTHING) as session:
        hers = listening_of_user(session, the_user().id, now=house().now()) or abort(404)
    return jsonify(token=house().telephony.listener_credential(hers.listening.id))


def _state(asked_for: UUID | None) -> ResponseReturnValue:
    with house().db.transaction(EVERYTHING) as session:  # an operator works for several departments
        hers = listening_of_user(session, the_user().id, now=house().now())
        last = session.get(Listening, asked_for) if asked_for and hers is None else None
    said = str(OUT[last.because]) if last and last.because and last.user_id == the_user().id else None
    return jsonify(listening=_json(hers) if hers else None, said=said)


def _json(hers: ListeningNow) -> dict[str, Any]:
    one = hers.listening
    return {
        "id": str(one.id),
        "desk": str(one.agent_session_id),
        "agent": hers.agent,
        "mode": one.mode.value,
        "wanted": one.wanted.value,
        "connected": one.joined_at is not None,
        "leg": one.leg,
        "seen": one.seen,
        "can_whisper": hers.has_leg,
        "seconds": sum(hers.seconds.values()),
    }


def _refused(refusal: Refusal) -> ResponseReturnValue:
    return jsonify(because=refusal.because, hint=gettext(refusal.hint)), 409


def _asked() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else abort(400)


def _id(name: str) -> UUID:
    try:
        return UUID(str(_asked().get(name)))
    except ValueError:
        abort(400)


def _mode() -> Supervision:
    try:
        return Supervision(str(_asked().get("mode")))
    except ValueError:
        abort(400)
