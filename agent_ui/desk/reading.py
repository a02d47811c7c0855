"""What a desk reads as JSON: its state, its script, and the credential of its browser leg."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue

from agent_ui.desk.acting import refused, state_answer
from agent_ui.desk.asked import asked_tab
from agent_ui.desk.at_desk import desk_of_user
from agent_ui.desk.state_json import stamp_of
from agent_ui.house import house
from agent_ui.packing import pack
from agent_ui.sign_in.access import allow
from campaigns.desk.take_desk import take_desk
from campaigns.rules.refusals import NO_DESK
from campaigns.rules.roles import Role
from campaigns.store.scripts import script_document
from campaigns.store.session import Scope

reading = Blueprint("desk_reading", __name__, url_prefix="/desk")


@reading.get("/state")
@allow(Role.AGENT)
def state() -> ResponseReturnValue:
    """Tell how the desk stands; 304 where nothing but the clock has moved. A tab that names itself takes the desk.

    A desk without a call that only shows that it is there (`X-Pulse`) is looked at no further while her session stands
    as it stood: most of what desks ask is that.
    """
    agent = desk_of_user()
    if agent is None:
        return refused(NO_DESK, None)
    if request.headers.get("X-Pulse") == stamp_of(agent):
        return Response(status=HTTPStatus.NOT_MODIFIED, mimetype="application/json")
    if tab := asked_tab():
        take_desk(house().db, agent.id, tab, now=house().now())
    return state_answer(agent).make_conditional(request)


@reading.get("/script/<uuid:version_id>")
@allow(Role.AGENT)
def script(version_id: UUID) -> ResponseReturnValue:
    """Give a whole version of a script, so that branching needs no network; a version never changes."""
    agent = desk_of_user() or abort(404)
    with house().db.transaction(Scope(agent.department_id)) as session:
        document = script_document(session, version_id)
    answer = jsonify(document or abort(404))
    answer.headers["Cache-Control"] = "private, max-age=604800, immutable"
    return pack(answer)


@reading.get("/token")
@allow(Role.AGENT)
def token() -> ResponseReturnValue:
    """Give the browser what it needs to join the agent's room."""
    agent = desk_of_user() or abort(404)
    return jsonify(token=house().telephony.agent_credential(agent.id))
