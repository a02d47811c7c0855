"""Outcomes in our words, each with its final AAPOR code and what it does to the case."""

from dataclasses import dataclass
from enum import StrEnum


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
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    INVALID_NUMBER = "invalid_number"
    TECHNICAL = "technical"
    LOST = "lost"
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
    Outcome.BUSY: OutcomeRule("3.12", Effect.RETRY),
    Outcome.NO_ANSWER: OutcomeRule("3.13", Effect.RETRY),
    Outcome.REJECTED: OutcomeRule("3.13", Effect.RETRY),
    Outcome.UNREACHABLE: OutcomeRule("3.13", Effect.RETRY),
    Outcome.INVALID_NUMBER: OutcomeRule("4.3", Effect.CLOSE),
    Outcome.TECHNICAL: OutcomeRule("3.16", Effect.RETRY, counts=False),
    Outcome.LOST: OutcomeRule("3.16", Effect.RETRY),
    Outcome.NOT_CALLED: OutcomeRule("3.11", Effect.CLOSE, counts=False),
    Outcome.WITHDRAWN: OutcomeRule("4.7", Effect.CLOSE, counts=False),
}

AGENT_OUTCOMES = tuple(Outcome)[:9]  # the same key means the same in every campaign
SENSITIVE = frozenset({Outcome.DIED, Outcome.OPT_OUT})  # confirmed once before they are saved
