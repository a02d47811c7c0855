"""Practice calls: how far one has come, what was good in it, and when an agent has passed enough of them to go live."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.calling.callback_slots import CallbackSlot
from campaigns.rules.carrier.read_in import read_in
from campaigns.rules.outcomes import Outcome
from campaigns.rules.practice.personas import Persona
from campaigns.rules.practice.truth import Truth

RINGS: Final = timedelta(seconds=4)
READ_LETTERS: Final = 25  # a second: nobody can be understood who reads faster aloud; people speak at about 14
READ_BACK: Final = 2  # seconds that the promise must have stood on the screen before it is saved
LONG_NUMBER: Final = 8  # digits: a telephone, a bank account, an identity number
SHORTEST_NOTE: Final = 8  # letters
MOST_REQUIRED: Final = 20
USUAL_REQUIRED: Final = 3  # of a new campaign


class Check(StrEnum):
    """One line of the checklist."""

    OPENING = "opening"
    IDENTITY = "identity"
    ANSWERS = "answers"
    OUTCOME = "outcome"
    CALLBACK = "callback"
    NOTE = "note"


NEEDED: Final = frozenset({Check.IDENTITY, Check.ANSWERS, Check.OUTCOME})  # of the others one may be missed


@dataclass(frozen=True)
class Given:
    """An answer as the agent has noted it."""

    step: str
    value: Any
    at: datetime


@dataclass(frozen=True)
class PracticeTalk:
    """What there is to judge. `opening_letters`: of the words that are read out first."""

    persona: Persona
    truth: Truth
    opening_letters: int
    answered_at: datetime
    given: Sequence[Given]
    outcome: Outcome
    note: str
    callback_at: datetime | None
    read_back_seconds: int | None
    wanted_slot: CallbackSlot | None


@dataclass(frozen=True)
class Point:
    """One line as it came out, with what its sentence says."""

    check: Check
    good: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


def practice_status(
    answered_at: datetime | None, hung_up_at: datetime | None, *, now: datetime, logged: bool
) -> AgentStatus:
    """Return how the desk stands: between two calls it is on a break."""
    if answered_at is None or logged:
        return AgentStatus.PAUSED
    if now < answered_at:
        return AgentStatus.RESERVED
    return AgentStatus.ON_CALL if hung_up_at is None or now < hung_up_at else AgentStatus.WRAP_UP


def judge(talk: PracticeTalk) -> tuple[Point, ...]:
    """Return the checklist of one call; what had no place in it has no line."""
    lines = [_opening(talk), _identity(talk), _answers(talk), _outcome(talk)]
    if talk.wanted_slot is not None:
        lines.append(_callback(talk))
    if talk.persona.tells is not None or talk.note:
        lines.append(_note(talk))
    return tuple(lines)


def is_passed(points: Collection[Point]) -> bool:
    """Tell whether a call counts: who it was, what she said and what came of it are right, and one thing else may not be."""
    missed = [point for point in points if not point.good]
    return len(missed) <= 1 and not any(point.check in NEEDED for point in missed)


def score(points: Collection[Point]) -> int:
    """Return how many of 100 a call is worth."""
    return round(100 * sum(point.good for point in points) / len(points)) if points else 0


def live_languages(
    spoken: Sequence[str], written: Sequence[str], passed: Mapping[str, int], *, required: int
) -> list[str] | None:
    """Return the languages in which an agent may be given calls; None where it is not yet any.

    `written`: the script's languages; `passed`: practice calls by the language of the script. Who is not said to speak
    anything in particular may take what she has practised.
    """
    if required <= 0:
        return list(spoken)
    able = [language for language in written if passed.get(language, 0) >= required]
    if not spoken:
        return able or None
    return [language for language in spoken if read_in(language, able)] or None


def practised_in(spoken: Sequence[str], written: Sequence[str]) -> list[str]:
    """Return the languages of a script that an agent practises: those in which she would read it to people."""
    mine = {read_in(language, written) for language in spoken}
    return [language for language in written if not spoken or language in mine]


def _opening(talk: PracticeTalk) -> Point:
    least = max(1, talk.opening_letters // READ_LETTERS)
    first = min((given.at for given in talk.given), default=None)
    took = int((first - talk.answered_at).total_seconds()) if first else 0
    return Point(Check.OPENING, first is not None and took >= least, {"seconds": took, "least": least})


def _identity(talk: PracticeTalk) -> Point:
    """Who speaks was noted as it was said, at the first time of asking: a wrong answer there opens the benefit to others."""
    first: dict[str, Any] = {}
    for given in talk.given:
        first.setdefault(given.step, given.value)
    return Point(Check.IDENTITY, all(first.get(step) == talk.truth.answers[step] for step in talk.truth.identity))


def _answers(talk: PracticeTalk) -> Point:
    latest = {given.step: given.value for given in talk.given}
    wrong = [
        step for step, value in talk.truth.answers.items() if not _same(latest.get(step), value, asked=step in latest)
    ]
    beside = [step for step in latest if step not in talk.truth.answers] if talk.persona.breaks_off is None else []
    right, steps = len(talk.truth.answers) - len(wrong), (*wrong, *beside)
    return Point(Check.ANSWERS, not steps, {"right": right, "all": len(talk.truth.answers), "steps": list(steps)})


def _same(noted: Any, said: Any, *, asked: bool) -> bool:
    if said == "":
        return asked  # her own words: what is worth noting of them is the agent's to judge
    return bool(sorted(noted) == sorted(said) if isinstance(said, list) and isinstance(noted, list) else noted == said)


def _outcome(talk: PracticeTalk) -> Point:
    facts = {"noted": talk.outcome.value, "right": talk.persona.outcome.value}
    return Point(Check.OUTCOME, talk.outcome is talk.persona.outcome, facts)


def _callback(talk: PracticeTalk) -> Point:
    slot, at = talk.wanted_slot, talk.callback_at
    fits = slot is not None and at is not None and slot.at <= at < slot.until
    read = (talk.read_back_seconds or 0) >= READ_BACK
    return Point(Check.CALLBACK, fits and read, {"fits": fits, "read": read})


def _note(talk: PracticeTalk) -> Point:
    """A note says what answers cannot, and holds no numbers that must not be kept."""
    longest = max((len(part) for part in "".join(c if c.isdigit() else " " for c in talk.note).split()), default=0)
    clean = longest < LONG_NUMBER
    said = talk.persona.tells is None or len(talk.note) >= SHORTEST_NOTE
    return Point(Check.NOTE, clean and said, {"clean": clean, "said": said})
