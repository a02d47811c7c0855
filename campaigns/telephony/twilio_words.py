"""Twilio's words and ours: the one table that every word of Twilio's passes through, and what an unknown one raises."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from campaigns.rules.call_states import TRANSITIONS, CallEvent, CallStatus, EndReason
from campaigns.rules.carrier.machines import Heard
from campaigns.telephony.failures import (
    AuthFailed,
    CallerIdRefused,
    ConcurrencyLimited,
    InvalidDestination,
    NoFunds,
    NotFound,
    OutcomeUnknown,
    PolicyBlocked,
    RateLimited,
    TelephonyError,
    UnknownWord,
)

log = logging.getLogger(__name__)
LONGEST_WORD: Final = 40  # that is shown

# CallStatus, of webhooks and of REST (REST has no `initiated`).
EVENTS: Final[Mapping[str, tuple[CallEvent, EndReason | None]]] = {
    "queued": (CallEvent.ACCEPT, None),
    "initiated": (CallEvent.ACCEPT, None),
    "ringing": (CallEvent.RING, None),
    "in-progress": (CallEvent.ANSWER, None),
    "completed": (CallEvent.END, EndReason.COMPLETED),
    "busy": (CallEvent.END, EndReason.BUSY),
    "no-answer": (CallEvent.END, EndReason.NO_ANSWER),
    "canceled": (CallEvent.END, EndReason.CANCELED),
    "failed": (CallEvent.END, EndReason.FAILED),
}
LIVE_WORDS: Final = ("queued", "ringing", "in-progress")  # as REST lists them

# SipResponseCode of a call that came to nothing tells more than its status.
SIP_CODES: Final[Mapping[str, EndReason]] = {
    "404": EndReason.INVALID_NUMBER,
    "410": EndReason.INVALID_NUMBER,
    "484": EndReason.INVALID_NUMBER,
    "604": EndReason.INVALID_NUMBER,
    "408": EndReason.UNREACHABLE,
    "480": EndReason.UNREACHABLE,
    "486": EndReason.BUSY,
    "600": EndReason.BUSY,
    "403": EndReason.REJECTED,
    "603": EndReason.REJECTED,
    "607": EndReason.REJECTED,
    "500": EndReason.CONGESTION,
    "502": EndReason.CONGESTION,
    "503": EndReason.CONGESTION,
    "504": EndReason.CONGESTION,
}
SAYS_MORE_BY_SIP: Final = frozenset({"busy", "no-answer", "failed"})

# Error codes only refine what the HTTP status said: Twilio asks not to build on them (changelog of 2024-07-10).
CODES: Final[Mapping[str, type[TelephonyError]]] = {
    "10001": NoFunds,  # account not active
    "20003": AuthFailed,
    "20005": NoFunds,  # account not active: Twilio stops one whose balance is used up
    "10004": ConcurrencyLimited,
    "16021": ConcurrencyLimited,
    "20429": RateLimited,
    "13223": InvalidDestination,
    "13224": InvalidDestination,
    "21211": InvalidDestination,
    "21214": InvalidDestination,
    "21216": InvalidDestination,  # on a list of numbers that nobody may call through it
    "21217": InvalidDestination,
    "13214": CallerIdRefused,
    "21210": CallerIdRefused,
    "21212": CallerIdRefused,
    "21213": CallerIdRefused,
    "13227": PolicyBlocked,
    "21215": PolicyBlocked,
    "32205": PolicyBlocked,
}
ALREADY_ENDED: Final = "21220"  # "call is not in-progress"
BY_STATUS: Final[Mapping[int, type[TelephonyError]]] = {
    HTTPStatus.UNAUTHORIZED: AuthFailed,
    HTTPStatus.PAYMENT_REQUIRED: NoFunds,
    HTTPStatus.FORBIDDEN: AuthFailed,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.REQUEST_TIMEOUT: OutcomeUnknown,
    HTTPStatus.TOO_MANY_REQUESTS: RateLimited,
}

# AnsweredBy begins so for a machine; a fax is one too, for nobody can be talked to.
MACHINES: Final = ("machine", "fax")

# What Twilio writes for a caller whose number is withheld: words spelt on a telephone's keys (its help, "Caller ID").
WITHHELD: Final = frozenset(
    {
        "+266696687",  # anonymous
        "+7378742833",  # restricted
        "+2562533",  # blocked
        "+8656696",  # unknown
        "+86282452253",  # unavailable
    }
)

# Tags of the notice's languages, with the voice where Twilio's own voices do not speak it (never tried live).
VOICES: Final[Mapping[str, tuple[str, str | None]]] = {
    "en": ("en-IN", None),
    "hi": ("hi-IN", None),
    "ur": ("ur-IN", "Google.ur-IN-Standard-A"),
}


def read_event(word: str, sip_code: str = "") -> tuple[CallEvent, EndReason | None]:
    """Return what a CallStatus means, and why the call ended if it did.

    Raises:
        UnknownWord: Twilio said something that is not in the table.
    """
    if word not in EVENTS:
        log.error("carrier_word_unknown", extra={"word": word[:LONGEST_WORD]})
        raise UnknownWord(f"CallStatus {word[:LONGEST_WORD]!r}")
    event, reason = EVENTS[word]
    if word in SAYS_MORE_BY_SIP:
        reason = SIP_CODES.get(sip_code, reason)
    return event, reason


def read_answered_by(word: str) -> Heard:
    """Return what machine detection heard; every word that is not in our table is unknown, and so a person."""
    if word.startswith(MACHINES):
        return Heard.MACHINE
    return Heard.PERSON if word == "human" else Heard.UNKNOWN


def read_caller(written: str) -> str | None:
    """Return the number of a caller in E.164; None where it is withheld or is no number."""
    is_number = written.startswith("+") and written[1:].isascii() and written[1:].isdecimal()
    return written if is_number and written not in WITHHELD else None


def read_status(word: str) -> tuple[CallStatus, EndReason | None]:
    """Return where a call stands by its CallStatus. Raises UnknownWord."""
    event, reason = read_event(word)
    return TRANSITIONS[CallStatus.SENT][event], reason


def read_failure(status: int, code: str) -> type[TelephonyError]:
    """Return what a refusal means: the HTTP status decides whether a call may exist, the code says why it may not.

    A redirection is unknown too: `303` would mean that the request was carried out.
    """
    if status < HTTPStatus.BAD_REQUEST or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return OutcomeUnknown
    by_status = BY_STATUS.get(status)
    if by_status is OutcomeUnknown or by_status is NotFound:
        return by_status
    return CODES.get(code, by_status or TelephonyError)
