"""Outcomes in our words, each with its final AAPOR code and what it does to the case."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from campaigns.rules.agent_states import PauseReason
from campaigns.rules.call_states import EndReason


class Outcome(StrEnum):
    """What came of a call or a case; the first nine are logged by agents, keys 1 to 9."""

    COMPLETED = "completed"
    CALL_LATER = "call_later"
    WRONG_NUMBER = "wrong_number"
    NOT_AVAILABLE = "not_available"
    REFUSED = "refused"
    OTHER_LANGUAGE = "other_language"
    DIED = "died"
    CUT_OFF = "cut_off"
    OPT_OUT = "opt_out"
    NOT_LOGGED = "not_logged"  # an agent talked and left without saying what came of it
    ABANDONED = "abandoned"
    MACHINE = "machine"  # an answering machine
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    INVALID_NUMBER = "invalid_number"
    TECHNICAL = "technical"
    LOST = "lost"
    PROMISED = "promised"  # she rang us and was promised a call; of that ring, never of a case
    NOT_CALLED = "not_called"  # never dialled before the case ended
    WITHDRAWN = "withdrawn"


class Effect(StrEnum):
    """What an outcome does to its case."""

    CLOSE = "close"
    RETRY = "retry"
    BOOK = "book"


@dataclass(frozen=True)
class OutcomeRule:
    """One outcome: its AAPOR final disposition code, effect, whether it counts as an attempt and as reached."""

    aapor: str
    effect: Effect
    counts: bool = True
    reached: bool = False


# AAPOR Standard Definitions (2015/2023): 1.x interview, 2.x eligible without interview,
# 3.x unknown eligibility, 4.x not eligible.
OUTCOMES: dict[Outcome, OutcomeRule] = {
    Outcome.COMPLETED: OutcomeRule("1.1", Effect.CLOSE, reached=True),
    Outcome.CALL_LATER: OutcomeRule("2.21", Effect.BOOK, reached=True),
    Outcome.WRONG_NUMBER: OutcomeRule("4.41", Effect.CLOSE),
    Outcome.NOT_AVAILABLE: OutcomeRule("2.21", Effect.RETRY),
    Outcome.REFUSED: OutcomeRule("2.11", Effect.CLOSE, reached=True),
    Outcome.OTHER_LANGUAGE: OutcomeRule("2.33", Effect.RETRY, reached=True),
    Outcome.DIED: OutcomeRule("2.31", Effect.CLOSE, reached=True),
    Outcome.CUT_OFF: OutcomeRule("2.12", Effect.RETRY, reached=True),
    Outcome.OPT_OUT: OutcomeRule("2.11", Effect.CLOSE, reached=True),
    Outcome.NOT_LOGGED: OutcomeRule("2.12", Effect.RETRY, reached=True),
    Outcome.ABANDONED: OutcomeRule("2.21", Effect.RETRY),
    Outcome.MACHINE: OutcomeRule("3.14", Effect.RETRY),
    Outcome.BUSY: OutcomeRule("3.12", Effect.RETRY),
    Outcome.NO_ANSWER: OutcomeRule("3.13", Effect.RETRY),
    Outcome.REJECTED: OutcomeRule("3.13", Effect.RETRY),
    Outcome.UNREACHABLE: OutcomeRule("3.13", Effect.RETRY),
    Outcome.INVALID_NUMBER: OutcomeRule("4.3", Effect.CLOSE),
    Outcome.TECHNICAL: OutcomeRule("3.16", Effect.RETRY, counts=False),
    Outcome.LOST: OutcomeRule("3.16", Effect.RETRY),
    Outcome.PROMISED: OutcomeRule("2.21", Effect.RETRY, counts=False),
    Outcome.NOT_CALLED: OutcomeRule("3.11", Effect.CLOSE, counts=False),
    Outcome.WITHDRAWN: OutcomeRule("4.7", Effect.CLOSE, counts=False),
}

AGENT_OUTCOMES = tuple(Outcome)[:9]  # the same key means the same in every campaign
SENSITIVE = frozenset({Outcome.DIED, Outcome.OPT_OUT})  # confirmed once before they are saved
LONGEST_NOTE = 2_000  # letters that an agent may write to a talk


@dataclass(frozen=True)
class OutcomeWish:
    """What an agent says came of a call. `key` makes a doubled request count once; `mine`: I keep the callback.

    `heard`: the language that the person speaks, where another is needed and the agent has recognised it.
    """

    key: str
    call_id: UUID
    outcome: Outcome
    answers: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    callback_at: datetime | None = None
    mine: bool = False
    then_pause: PauseReason | None = None
    heard: str | None = None
    then_case: UUID | None = None  # of a person who shares the phone: the talk goes on with her on the open line
    taking: int = 0  # of her desk, at which she gave it


# What a call that nobody talked in comes to.
OF_ENDED_CALL: dict[EndReason, Outcome] = {
    EndReason.COMPLETED: Outcome.ABANDONED,  # answered, and never joined to an agent
    EndReason.BUSY: Outcome.BUSY,
    EndReason.NO_ANSWER: Outcome.NO_ANSWER,
    EndReason.REJECTED: Outcome.REJECTED,
    EndReason.UNREACHABLE: Outcome.UNREACHABLE,
    EndReason.INVALID_NUMBER: Outcome.INVALID_NUMBER,
    EndReason.CONGESTION: Outcome.TECHNICAL,
    EndReason.CANCELED: Outcome.TECHNICAL,
    EndReason.FAILED: Outcome.TECHNICAL,
    EndReason.LOST: Outcome.LOST,
}
