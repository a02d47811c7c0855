"""The carrier's webhooks of calls in: a number of ours rings, it has rung long enough, she has hung up."""

import logging
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort

from agent_ui.hooks.webhooks import document, raw_request, say_no_more, verify
from agent_ui.house import house
from campaigns.calls.answer_call_in import answer_call_in
from campaigns.calls.end_call_in import end_call_in
from campaigns.calls.take_call_in import take_call_in
from campaigns.telephony.failures import UnknownWord
from campaigns.telephony.port import AnswerPlan, CallInTold, SayAndHangUp

log = logging.getLogger(__name__)
# Said where nothing can be looked up, so nothing can be promised: "We cannot take your call now. Please ring us again a
# little later. We never ask for an OTP, a PIN or fees."
LATER: Final = SayAndHangUp(
    "हम अभी आपकी कॉल नहीं ले सकते। कृपया थोड़ी देर बाद फिर कॉल करें। हम कभी ओटीपी, पिन या फ़ीस नहीं माँगते।", "hi"
)
calls_in = Blueprint("calls_in", __name__, url_prefix="/hooks/calls-in")
calls_in.before_request(verify)
calls_in.register_error_handler(Exception, say_no_more)


@calls_in.post("")
def rings() -> Response:
    """Somebody rings a number of ours. The voice address of every caller number."""
    told = _told()
    return document(LATER if told is None or told.over else _take(told))


@calls_in.post("/<uuid:call_id>/answer")
def rang(call_id: UUID) -> Response:
    """It has rung so long that she wants to talk: say which room she joins, or what she hears."""
    plan = answer_call_in(house().db, call_id, now=house().now(), desk_silence=house().desk_silence)
    return document(plan) if plan else abort(404)


@calls_in.post("/status")
def over() -> tuple[str, int]:
    """A call in is over. The status address of every caller number."""
    told = _told()
    if told and told.over and not _end(told):
        _take(told)  # she hung up so soon that this came before the ring itself, and is promised a call all the same
        _end(told)
    return "", 204


@calls_in.route("/fallback", methods=["GET", "POST"])
def fallback() -> Response:
    """Answer what went wrong elsewhere: a sentence that needs neither database nor queue."""
    return document(LATER)


def _take(told: CallInTold) -> AnswerPlan:
    built = house()
    return take_call_in(built.db, told, carrier=built.telephony.name, now=built.now(), desk_silence=built.desk_silence)


def _end(told: CallInTold) -> bool:
    return end_call_in(house().db, house().telephony.name, told.carrier_call_id, now=house().now())


def _told() -> CallInTold | None:
    try:
        return house().telephony.read_call_in(raw_request())
    except UnknownWord:
        log.error("webhook_not_understood", extra={"route": "calls_in"})
        return None
