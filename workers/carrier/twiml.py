"""Reads TwiML, the document with which our side says what is to happen on an answered call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin
from xml.etree import ElementTree

LETTERS_PER_SECOND: Final = 14.0
PLAYED_SECONDS: Final = 5.0  # the length of a recording that nobody here can hear


class TwimlError(Exception):
    """A document that cannot be carried out. `code` is Twilio's error number."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Wait:
    """Say, Play and Pause: something that takes time, and then goes on."""

    verb: str
    seconds: float
    text: str = ""


@dataclass(frozen=True)
class Hangup:
    """End the call."""


@dataclass(frozen=True)
class Redirect:
    """Go on with another document."""

    url: str
    method: str


@dataclass(frozen=True)
class JoinRoom:
    """Dial a conference room; after it the call goes on with `action`, or with the next verb."""

    name: str
    label: str | None
    muted: bool
    start_on_enter: bool
    end_on_exit: bool
    told: str | None
    told_method: str
    events: frozenset[str]
    max_seconds: float
    action: Redirect | None


Verb = Wait | Hangup | Redirect | JoinRoom


def read_twiml(text: str, base: str) -> list[Verb]:
    """Read a document; addresses in it are relative to `base`.

    Raises:
        TwimlError: 12100 where it is not XML, 12102 without <Response>, 12200 on a verb that is not known here.
    """
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - as above
    except ElementTree.ParseError as problem:
        raise TwimlError(12100, f"Document parse failure: {problem}") from None
    if root.tag != "Response":
        raise TwimlError(12102, f"Attribute Root must be Response, not {root.tag}")
    return [_verb(element, base) for element in root]


def _verb(element: ElementTree.Element, base: str) -> Verb:
    reader = VERBS.get(element.tag)
    if reader is None:
        raise TwimlError(12200, f"The verb {element.tag} is not known here")
    return reader(element, base)


def _say(element: ElementTree.Element, _base: str) -> Verb:
    text = "".join(element.itertext()).strip()
    return Wait("Say", (0.5 + len(text) / LETTERS_PER_SECOND) * _whole(element, "loop", 1), text)


def _play(element: ElementTree.Element, _base: str) -> Verb:
    return Wait("Play", PLAYED_SECONDS * _whole(element, "loop", 1), (element.text or "").strip())


def _pause(element: ElementTree.Element, _base: str) -> Verb:
    return Wait("Pause", float(_whole(element, "length", 1)))


def _hangup(_element: ElementTree.Element, _base: str) -> Verb:
    return Hangup()


def _redirect(element: ElementTree.Element, base: str) -> Verb:
    return Redirect(urljoin(base, (element.text or "").strip()), element.get("method", "POST"))


def _dial(element: ElementTree.Element, base: str) -> Verb:
    room = element.find("Conference")
    if room is None or not (room.text or "").strip():
        raise TwimlError(13223, "Dial: only a named Conference can be dialled here")
    told, action = room.get("statusCallback"), element.get("action")
    return JoinRoom(
        name=(room.text or "").strip(),
        label=room.get("participantLabel"),
        muted=_true(room, "muted", default=False),
        start_on_enter=_true(room, "startConferenceOnEnter", default=True),
        end_on_exit=_true(room, "endConferenceOnExit", default=False),
        told=urljoin(base, told) if told else None,
        told_method=room.get("statusCallbackMethod", "POST"),
        events=frozenset(room.get("statusCallbackEvent", "").split()),
        max_seconds=float(_whole(element, "timeLimit", 14400)),
        action=Redirect(urljoin(base, action), element.get("method", "POST")) if action else None,
    )


def _whole(element: ElementTree.Element, name: str, usual: int) -> int:
    try:
        return int(element.get(name, str(usual)))
    except ValueError:
        raise TwimlError(12200, f"{element.tag}: {name} must be a whole number") from None


def _true(element: ElementTree.Element, name: str, *, default: bool) -> bool:
    written = element.get(name)
    if written is None:
        return default
    if written not in ("true", "false"):
        raise TwimlError(12200, f"{element.tag}: {name} must be true or false")
    return written == "true"


VERBS: Final[dict[str, Callable[[ElementTree.Element, str], Verb]]] = {
    "Say": _say,
    "Play": _play,
    "Pause": _pause,
    "Hangup": _hangup,
    "Reject": _hangup,
    "Redirect": _redirect,
    "Dial": _dial,
}
