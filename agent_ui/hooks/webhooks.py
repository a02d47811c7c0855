"""What every webhook passes first: small enough, a form, and signed by the carrier for this very address."""

import logging
import traceback
from typing import Final

from flask import Response, request
from werkzeug.exceptions import Forbidden, HTTPException

from agent_ui.house import house
from campaigns.store.session import DatabaseAway, why_away
from campaigns.telephony.failures import BadSignature
from campaigns.telephony.port import AnswerPlan
from campaigns.telephony.raw_request import RawRequest

log = logging.getLogger(__name__)
LONGEST_BODY: Final = 64 * 1024
# They change nothing, and must speak even when the signing keys are wrong.
STATIC: Final = frozenset({"hooks.fallback", "calls_in.fallback"})


def raw_request() -> RawRequest:
    """Return the request as it came on the wire: a decoded address would not match its signature."""
    target = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI", "")
    return RawRequest(target, request.form, request.headers.get("X-Twilio-Signature", ""))


def document(plan: AnswerPlan) -> Response:
    """Answer with the document that carries out a plan."""
    return Response(house().telephony.answer_document(plan), mimetype="text/xml")


def verify() -> None:
    """Refuse what the carrier did not sign. Nothing has been read from or written to the store before."""
    if request.endpoint in STATIC:
        return
    request.max_content_length = LONGEST_BODY
    try:
        if request.mimetype != "application/x-www-form-urlencoded":  # a JSON body would be left out of the signature
            raise BadSignature
        told = raw_request()
        if not told.target.startswith("/"):
            raise BadSignature
        house().telephony.verify(told)
    except BadSignature as error:
        log.warning("webhook_refused", extra={"route": str(request.url_rule)})
        raise Forbidden from error


def say_no_more(error: Exception) -> Response:
    """Answer an error with its status alone; the carrier then turns to the fallback address."""
    if isinstance(error, HTTPException):
        return Response(status=error.code)
    if isinstance(error, DatabaseAway):
        log.error("webhook_not_taken", extra={"route": str(request.url_rule), "error": why_away(error)})
        return Response(status=503)
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    log.error("webhook_failed", extra={"error": type(error).__name__, "places": places})  # its text may hold numbers
    return Response(status=503)
