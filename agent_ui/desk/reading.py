"""What a desk reads as JSON: its state, its script, and the credential of its browser leg."""

import hashlib
import json
from uuid import UUID

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.desk.at_desk import desk_now, desk_of_user
from agent_ui.desk.state_json import state_json, without_ticking
from agent_ui.house import house
from agent_ui.packing import pack
from agent_ui.sign_in.access import allow
from campaigns.rules.roles import Role
from campaigns.store.scripts import script_document
from campaigns.store.session import Scope

reading = Blueprint("desk_reading", __name__, url_prefix="/desk")


@reading.get("/state")
@allow(Role.AGENT)
def state() -> ResponseReturnValue:
    """Tell how the desk stands; 304 where nothing but the clock has moved."""
    agent = desk_of_user()
    if agent is None:
        return jsonify(because="no_desk", hint=gettext("Open your desk again."), state=None), 409
    now = state_json(desk_now(agent))
    answer = jsonify(now)
    answer.set_etag(hashlib.sha256(json.dumps(without_ticking(now)).encode()).hexdigest()[:20], weak=True)
    return answer.make_conditional(request)


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
