"""What an agent does at her desk, as JSON: each answer carries the desk's state as it is afterwards."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.desk.asked import asked, asked_break, asked_call, asked_key, asked_outcome, asked_person
from agent_ui.desk.at_desk import desk_now, desk_of_user
from agent_ui.desk.state_json import ended_with, state_json
from agent_ui.house import house
from agent_ui.sign_in.access import allow
from campaigns.dial_previewed_call import dial_previewed_call
from campaigns.end_agent_session import end_agent_session
from campaigns.go_ready import go_ready
from campaigns.hang_up import hang_up
from campaigns.log_outcome import log_outcome
from campaigns.note_desk_alive import note_desk_alive
from campaigns.note_nearly_done import note_nearly_done
from campaigns.pause_agent import pause_agent
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.save_answer import save_answer
from campaigns.store.call_scripts import script_of_call
from campaigns.store.session import Scope
from campaigns.store.tables import AgentSession

log = logging.getLogger(__name__)
actions = Blueprint("desk_actions", __name__, url_prefix="/desk")
Act = Callable[[AgentSession, datetime], Refusal | None]


@actions.post("/ready")
@allow(Role.AGENT)
def ready() -> ResponseReturnValue:
    """Go ready."""
    return _act(lambda agent, now: go_ready(house().db, agent.id, now=now))


@actions.post("/pause")
@allow(Role.AGENT)
def pause() -> ResponseReturnValue:
    """Take a break, now or after the call."""
    reason = asked_break("reason")
    return _act(lambda agent, now: pause_agent(house().db, agent.id, reason, now=now))


@actions.post("/dial")
@allow(Role.AGENT)
def dial() -> ResponseReturnValue:
    """Dial the person whose record was shown first."""
    call_id = asked_call()
    return _act(lambda agent, now: dial_previewed_call(house().db, agent.id, call_id, now=now))


@actions.post("/hang-up")
@allow(Role.AGENT)
def end_talk() -> ResponseReturnValue:
    """End the talk."""
    call_id = asked_call()
    return _act(lambda agent, now: hang_up(house().db, agent.id, call_id, now=now))


@actions.post("/answer")
@allow(Role.AGENT)
def answer() -> ResponseReturnValue:
    """Keep one answer as given."""
    call_id, step, value = asked_call(), str(asked().get("step")), asked().get("value")

    def keep(agent: AgentSession, now: datetime) -> Refusal | None:
        if not _fitting(agent, {step: value}):
            return Refusal("answer_does_not_fit", "This answer does not fit the question. Ask it again.")
        return save_answer(house().db, agent.id, call_id, step, value, now=now)

    return _act(keep)


@actions.post("/nearly-done")
@allow(Role.AGENT)
def nearly_done() -> ResponseReturnValue:
    """Say that the talk is nearly done, or take it back."""
    call_id, nearly = asked_call(), asked().get("nearly") is True
    return _act(lambda agent, now: note_nearly_done(house().db, agent.id, call_id, nearly=nearly, now=now))


@actions.post("/outcome")
@allow(Role.AGENT)
def outcome() -> ResponseReturnValue:
    """Log what came of the call, with all its answers; the same key again changes nothing."""
    wish = asked_outcome()

    def keep(agent: AgentSession, now: datetime) -> Refusal | None:
        return log_outcome(house().db, agent.id, _with_fitting_answers(agent, wish), now=now)

    return _act(keep)


@actions.post("/go-on")
@allow(Role.AGENT)
def go_on() -> ResponseReturnValue:
    """Go on with another person on the open line; what came of this one is what her answers say."""
    key, call_id, case_id = asked_key(), asked_call(), asked_person()

    def keep(agent: AgentSession, now: datetime) -> Refusal | None:
        came_of_it = ended_with(desk_now(agent)) if agent.call_id == call_id else Outcome.CUT_OFF  # asked twice: once
        if came_of_it is None:
            return Refusal("script_not_ended", "Come to an ending of the script with this person first.")
        wish = OutcomeWish(key, call_id, came_of_it, then_case=case_id)
        return log_outcome(house().db, agent.id, wish, now=now)

    return _act(keep)


@actions.post("/alive")
@allow(Role.AGENT)
def alive() -> ResponseReturnValue:
    """Show that the desk is there."""
    return _act(lambda agent, now: note_desk_alive(house().db, agent.id, now=now))


@actions.post("/sign-out")
@allow(Role.AGENT)
def close() -> ResponseReturnValue:
    """Close the desk at the end of the shift; closed already is success."""
    agent = desk_of_user()
    refusal = end_agent_session(house().db, agent.id, now=house().now()) if agent else None
    if agent and refusal:
        return _refused(refusal, agent)
    return jsonify(status="signed_out")


def _act(act: Act) -> ResponseReturnValue:
    agent = desk_of_user()
    if agent is None:
        return _refused(Refusal("no_desk", "Open your desk again."), None)
    refusal = act(agent, house().now())
    return _refused(refusal, agent) if refusal else jsonify(state_json(desk_now(agent)))


def _refused(refusal: Refusal, agent: AgentSession | None) -> ResponseReturnValue:
    now = state_json(desk_now(agent)) if agent else None
    return jsonify(because=refusal.because, hint=gettext(refusal.hint), state=now), 409


def _with_fitting_answers(agent: AgentSession, wish: OutcomeWish) -> OutcomeWish:
    """Drop answers that this script does not know: an outcome must never be lost for one of them."""
    answers = _fitting(agent, wish.answers)
    if len(answers) < len(wish.answers):
        log.warning("answers_dropped", extra={"call_id": str(wish.call_id)})
    return replace(wish, answers=answers)


def _fitting(agent: AgentSession, answers: dict[str, object]) -> dict[str, object]:
    with house().db.transaction(Scope(agent.department_id)) as session:
        script = script_of_call(session, asked_call())
    return script.fitting(answers) if script else {}
