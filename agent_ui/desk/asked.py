"""Reads what a desk asks for; what cannot be meant is a bad request, never a guess."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from flask import abort, request

from agent_ui.language_names import LANGUAGES
from campaigns.rules.agent_states import SYSTEM_REASONS, PauseReason
from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.rules.outcomes import Outcome, OutcomeWish

KEY_LENGTH: Final = range(8, 81)
MOST_KEPT: Final = 9_999  # shown to a supervisor; more is nonsense
AnyWord = TypeVar("AnyWord", bound=StrEnum)


def asked() -> dict[str, Any]:
    """Return the JSON object that came."""
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else abort(400)


def asked_call() -> UUID:
    """Return the call that is meant."""
    try:
        return UUID(str(asked().get("call_id")))
    except ValueError:
        abort(400)


def asked_person() -> UUID:
    """Return the case of the person who shares the phone."""
    try:
        return UUID(str(asked().get("case_id")))
    except ValueError:
        abort(400)


def asked_key() -> str:
    """Return the mark that makes a doubled request count once."""
    key = asked().get("key")
    return key if isinstance(key, str) and len(key) in KEY_LENGTH else abort(400)


def asked_answer() -> GivenAnswer:
    """Return the answer that was given; one without a mark counts anew each time."""
    body = asked()
    key = asked_key() if "key" in body else uuid4().hex
    return GivenAnswer(key, asked_call(), str(body.get("step")), body.get("value"), _taking())


def _taking() -> int:
    """Return the taking of the desk at which something was given; pages of before, and robots, know none."""
    taking = asked().get("taking")
    return taking if type(taking) is int and 0 <= taking < 2**53 else 0


def asked_tab() -> str | None:
    """Return the mark of a browser tab that takes the desk. Only a page of ours can send it: the header says so."""
    tab = request.headers.get("X-Desk-Tab")
    return tab if tab and len(tab) in KEY_LENGTH else None


def kept_there() -> int | None:
    """Return how many entries the desk says it still keeps on its computer; None where it says nothing of it."""
    said = request.headers.get("X-Kept", "")
    return min(int(said), MOST_KEPT) if said.isascii() and said.isdigit() else None


def asked_break(name: str) -> PauseReason:
    """Return a break that an agent may choose."""
    reason = _word(PauseReason, asked().get(name))
    return abort(400) if reason in SYSTEM_REASONS else reason


def asked_outcome() -> OutcomeWish:
    """Return the outcome that is to be logged."""
    body = asked()
    answers = body.get("answers") or {}
    if not isinstance(answers, dict):
        abort(400)
    return OutcomeWish(
        key=asked_key(),
        call_id=asked_call(),
        outcome=_word(Outcome, body.get("outcome")),
        answers=answers,
        taking=_taking(),
        note=asked_note(),
        callback_at=asked_callback(),
        mine=body.get("mine") is True,
        then_pause=asked_break("then_pause") if body.get("then_pause") else None,
        heard=_language(body.get("heard")),
    )


def _language(tag: object) -> str | None:
    known = isinstance(tag, str) and tag in LANGUAGES
    return str(tag) if known else abort(400) if tag else None


def asked_note() -> str:
    """Return the note, without zero bytes and half letters, which no database keeps; HTML stays words."""
    words = asked().get("note") or ""
    if not isinstance(words, str):
        abort(400)
    return words.replace("\x00", "").encode("utf-8", "replace").decode().strip()


def _word(words: type[AnyWord], written: Any) -> AnyWord:
    try:
        return words(written)
    except ValueError:
        abort(400)


def asked_callback() -> datetime | None:
    """Return when the person is to be called again; None where nothing of it is said."""
    return _moment(asked().get("callback_at"))


def _moment(written: Any) -> datetime | None:
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
    except (TypeError, ValueError):
        abort(400)
    return abort(400) if moment.tzinfo is None else moment
