"""Reads the form with which a customer places a call, and refuses what Twilio refuses."""

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from workers.carrier.calls import Hook, Orders
from workers.carrier.refusals import RefusedError

Form = Mapping[str, Sequence[str]]

NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")
OTHER_ENDPOINT: Final = re.compile(r"(client|sip|sips):\S+")
EVENTS: Final = frozenset({"initiated", "ringing", "answered", "completed"})
RING_SECONDS: Final = (1, 600)
CALL_SECONDS: Final = (1, 86400)


def read_orders(form: Form) -> Orders:
    """Read a call's form. Raises RefusedError."""
    voice, twiml = hook(form, "Url", "Method"), one(form, "Twiml")
    if voice is None and not twiml:
        raise RefusedError(21205)
    detects = one(form, "MachineDetection") in ("Enable", "DetectMessageEnd")
    at_once = one(form, "AsyncAmd").lower() == "true"
    return Orders(
        to=_endpoint(form, "To", missing=21201, wrong=21211),
        from_=_endpoint(form, "From", missing=21213, wrong=21212),
        voice=voice,
        twiml=twiml or None,
        fallback=hook(form, "FallbackUrl", "FallbackMethod"),
        told=hook(form, "StatusCallback", "StatusCallbackMethod"),
        events=_events(form),
        ring_seconds=_seconds(form, "Timeout", 60, RING_SECONDS),
        max_seconds=_seconds(form, "TimeLimit", 14400, CALL_SECONDS),
        detects_machines=detects,
        detection=hook(form, "AsyncAmdStatusCallback", "AsyncAmdStatusCallbackMethod") if at_once else None,
    )


def one(form: Form, name: str) -> str:
    """Return a field's value; "" where it is not there."""
    return form[name][-1] if form.get(name) else ""


def flag(form: Form, name: str) -> bool | None:
    """Return a yes-or-no field; None where it is not there. Raises RefusedError."""
    written = one(form, name).lower()
    if written not in ("", "true", "false"):
        raise RefusedError(20001, f"{name} must be true or false")
    return written == "true" if written else None


def hook(form: Form, name: str, method: str) -> Hook | None:
    """Return an address with its method; None where it is not there. Raises RefusedError."""
    url, how = one(form, name), one(form, method) or "POST"
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RefusedError(21205, f"{name} is not a valid URL")
    if how not in ("GET", "POST"):
        raise RefusedError(20001, f"{method} must be GET or POST")
    return Hook(url, how)


def _endpoint(form: Form, name: str, *, missing: int, wrong: int) -> str:
    written = one(form, name).strip()
    if not written:
        raise RefusedError(missing)
    if not NUMBER.fullmatch(written) and not OTHER_ENDPOINT.fullmatch(written):
        raise RefusedError(wrong)
    return written


def _events(form: Form) -> frozenset[str]:
    wished = frozenset(form.get("StatusCallbackEvent", ())) or frozenset({"completed"})
    if not wished <= EVENTS:
        raise RefusedError(20001, "StatusCallbackEvent must be of initiated, ringing, answered, completed")
    return wished


def _seconds(form: Form, name: str, usual: int, limits: tuple[int, int]) -> float:
    written = one(form, name) or str(usual)
    if not written.isascii() or not written.isdecimal() or not limits[0] <= int(written) <= limits[1]:
        raise RefusedError(20001, f"{name} must be a whole number from {limits[0]} to {limits[1]}")
    return float(written)
