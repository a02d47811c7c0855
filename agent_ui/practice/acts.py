"""What an agent does at her practice desk; nothing of it leaves the practice."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from agent_ui.desk.asked import asked, asked_answer, asked_call, asked_outcome
from agent_ui.house import house
from agent_ui.practice.at_practice import PracticeDesk, practice_desk
from agent_ui.sign_in.access import allow, the_user
from campaigns.practice.begin_practice_call import begin_practice_call
from campaigns.practice.hang_up_practice_call import hang_up_practice_call
from campaigns.practice.judge_practice_call import PracticeWish, judge_practice_call
from campaigns.practice.note_practice_answer import note_practice_answer
from campaigns.rules.refusals import DOES_NOT_FIT, Refusal
from campaigns.rules.roles import Role
from campaigns.rules.scripts.answers import fitting_answers

acts = Blueprint("practice_acts", __name__, url_prefix="/practice/<uuid:campaign_id>/<language>")
Act = Callable[[UUID, datetime], object]
LONGEST_READING = 3_600


@acts.post("/ready")
@allow(Role.AGENT)
def ready(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Ring the next invented person."""
    return _act(
        practice_desk(campaign_id, language),
        lambda user_id, now: begin_practice_call(house().db, user_id, campaign_id, language, now=now),
    )


@acts.post("/answer")
@allow(Role.AGENT)
def answer(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Note one answer."""
    given, desk = asked_answer(), practice_desk(campaign_id, language)
    if not fitting_answers(desk.script, {given.step: given.value}):
        return _act(desk, lambda *_: DOES_NOT_FIT)
    return _act(
        desk,
        lambda user_id, now: note_practice_answer(house().db, user_id, given.call_id, given.step, given.value, now=now),
    )


@acts.post("/hang-up")
@allow(Role.AGENT)
def end_talk(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """End the talk."""
    call_id = asked_call()
    return _act(
        practice_desk(campaign_id, language),
        lambda user_id, now: hang_up_practice_call(house().db, user_id, call_id, now=now),
    )


@acts.post("/outcome")
@allow(Role.AGENT)
def outcome(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Log what came of the call, and learn how good it was."""
    read_back = asked().get("read_back_seconds")
    seconds = min(int(read_back), LONGEST_READING) if isinstance(read_back, int) and read_back >= 0 else None
    wish = PracticeWish(asked_outcome(), seconds)
    return _act(
        practice_desk(campaign_id, language),
        lambda user_id, now: judge_practice_call(house().db, user_id, wish, now=now),
    )


@acts.post("/here")
@acts.post("/alive")
@acts.post("/nearly-done")
@acts.post("/sign-out")
@allow(Role.AGENT)
def nothing(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Do what needs no doing in practice."""
    return jsonify(practice_desk(campaign_id, language).state())


@acts.post("/<path:_other>")
@allow(Role.AGENT)
def other(campaign_id: UUID, language: str, _other: str) -> ResponseReturnValue:
    """Say that something of a real desk has no place here."""
    refusal = Refusal("not_in_practice", "This is not part of a practice call: leave practice to do it at your desk.")
    return _act(practice_desk(campaign_id, language), lambda *_: refusal)


def _act(desk: PracticeDesk, act: Act) -> ResponseReturnValue:
    done = act(the_user().id, house().now())
    if isinstance(done, Refusal):
        return jsonify(because=done.because, hint=gettext(done.hint), state=desk.state()), 409
    return jsonify(desk.state())
