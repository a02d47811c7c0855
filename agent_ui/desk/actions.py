"""What an agent does at her desk, as JSON: each answer carries the desk's state as it is afterwards."""

import logging
from datetime import datetime

from flask import Blueprint, g, jsonify
from flask.typing import ResponseReturnValue

from agent_ui.desk.acting import act, refused
from agent_ui.desk.asked import asked, asked_break, asked_call
from agent_ui.desk.at_desk import desk_of_user
from agent_ui.house import house
from agent_ui.sign_in.access import allow
from campaigns.desk.choose_desk_keys import choose_desk_keys
from campaigns.desk.dial_previewed_call import dial_previewed_call
from campaigns.desk.end_agent_session import end_agent_session
from campaigns.desk.go_ready import go_ready
from campaigns.desk.hang_up import hang_up
from campaigns.desk.note_desk_alive import note_desk_alive
from campaigns.desk.note_nearly_done import note_nearly_done
from campaigns.desk.pause_agent import pause_agent
from campaigns.desk.undo_outcome import undo_outcome
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.session import Database
from campaigns.store.tables import AgentSession

log = logging.getLogger(__name__)
actions = Blueprint("desk_actions", __name__, url_prefix="/desk")


@actions.post("/ready")
@allow(Role.AGENT)
def ready() -> ResponseReturnValue:
    """Go ready."""
    return act(lambda db, agent, now: go_ready(db, agent.id, now=now))


@actions.post("/pause")
@allow(Role.AGENT)
def pause() -> ResponseReturnValue:
    """Take a break, now or after the call."""
    reason = asked_break("reason")
    return act(lambda db, agent, now: pause_agent(db, agent.id, reason, now=now))


@actions.post("/dial")
@allow(Role.AGENT)
def dial() -> ResponseReturnValue:
    """Dial the person whose record was shown first."""
    call_id = asked_call()
    return act(lambda db, agent, now: dial_previewed_call(db, agent.id, call_id, now=now))


@actions.post("/hang-up")
@allow(Role.AGENT)
def end_talk() -> ResponseReturnValue:
    """End the talk."""
    call_id = asked_call()
    return act(lambda db, agent, now: hang_up(db, agent.id, call_id, now=now))


@actions.post("/undo")
@allow(Role.AGENT)
def undo() -> ResponseReturnValue:
    """Take back the outcome that was saved a moment ago."""
    call_id, speed = asked_call(), house().settings.clock_speed
    return act(lambda db, agent, now: undo_outcome(db, agent.id, call_id, now=now, speed=speed))


@actions.post("/nearly-done")
@allow(Role.AGENT)
def nearly_done() -> ResponseReturnValue:
    """Say that the talk is nearly done, or take it back."""
    call_id, nearly = asked_call(), asked().get("nearly") is True
    return act(lambda db, agent, now: note_nearly_done(db, agent.id, call_id, nearly=nearly, now=now))


@actions.post("/keys")
@allow(Role.AGENT)
def keys() -> ResponseReturnValue:
    """Keep which keys she has chosen for herself."""
    chosen = asked()

    def keep(db: Database, agent: AgentSession, _now: datetime) -> Refusal | None:
        refusal = choose_desk_keys(db, agent.user_id, chosen)
        g.pop("person", None)  # what is told next is what she has chosen
        return refusal

    return act(keep)


@actions.post("/alive")
@allow(Role.AGENT)
def alive() -> ResponseReturnValue:
    """Show that the desk is there."""
    return act(lambda db, agent, now: note_desk_alive(db, agent.id, now=now))


@actions.post("/sign-out")
@allow(Role.AGENT)
def close() -> ResponseReturnValue:
    """Close the desk at the end of the shift; closed already is success."""
    agent = desk_of_user()
    refusal = end_agent_session(house().db, agent.id, now=house().now()) if agent else None
    if agent and refusal:
        return refused(refusal, agent)
    return jsonify(status="signed_out")
