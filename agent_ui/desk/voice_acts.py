"""What an agent does with the voice: hold, ask her supervisor, try her phone; and records passed over in preview mode."""

from uuid import UUID

from flask import Blueprint, abort, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.desk.acting import act
from agent_ui.desk.asked import asked, asked_call
from agent_ui.house import house
from agent_ui.limits import limiter
from agent_ui.sign_in.access import allow, the_user
from campaigns.desk.ask_for_help import ask_for_help
from campaigns.desk.ask_for_test_call import ask_for_test_call
from campaigns.desk.hold_call import hold_call
from campaigns.desk.ring_desk_phone import ring_desk_phone
from campaigns.desk.skip_previewed_call import skip_previewed_call
from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.roles import Role

voice = Blueprint("desk_voice", __name__, url_prefix="/desk")


@voice.post("/hold")
@allow(Role.AGENT)
def hold() -> ResponseReturnValue:
    """Put the person on hold, or go on talking."""
    call_id, on = asked_call(), asked().get("on") is True
    return act(lambda db, agent, now: hold_call(db, agent.id, call_id, on=on, now=now))


@voice.post("/ask-help")
@allow(Role.AGENT)
def ask_help() -> ResponseReturnValue:
    """Ask the supervisor to come, or take it back."""
    asks = asked().get("asks") is True
    return act(lambda db, agent, now: ask_for_help(db, agent.id, asks=asks, now=now))


@voice.post("/skip")
@allow(Role.AGENT)
def skip() -> ResponseReturnValue:
    """Pass over the record that was shown, with a reason."""
    call_id, word = asked_call(), asked().get("reason")
    reason = SkipReason(word) if word in list(SkipReason) else abort(400)
    return act(lambda db, agent, now: skip_previewed_call(db, agent.id, call_id, reason, now=now))


@voice.post("/ring-my-phone")
@allow(Role.AGENT)
def ring_my_phone() -> ResponseReturnValue:
    """Ring the telephone by which she works and which she has hung up."""
    return act(lambda db, agent, _now: ring_desk_phone(db, agent.id))


@voice.post("/call-my-phone")
@allow(Role.AGENT)
@limiter.limit("4 per minute", key_func=lambda: str(the_user().id))
def call_my_phone() -> ResponseReturnValue:
    """Ring the agent's own phone, to try it."""
    try:
        campaign_id = UUID(str(asked().get("campaign_id")))
    except ValueError:
        abort(400)
    refusal = ask_for_test_call(house().db, the_user().id, campaign_id)
    if refusal is not None:
        return jsonify(because=refusal.because, hint=gettext(refusal.hint)), 409
    return jsonify(ringing=True)
