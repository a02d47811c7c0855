"""Calls that people make to us: what a ring can come to, how long it rings before we pick up, what a promise means.

A missed call is how people ask to be called without paying for it (domain.md section 6), so nothing is picked up before
she could have hung up. A person who was abandoned may be called again before 72 hours if she rings us (domain.md 1c).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

RINGS_FOR: Final = timedelta(seconds=5)  # two rings, our own judgement: who wants to be called has hung up by then
LOOKS_AGAIN: Final = timedelta(seconds=1)  # while it goes on ringing
PICKS_UP_WITHIN: Final = timedelta(seconds=9)  # by then she hears an agent, or that we call her


class Reception(StrEnum):
    """What became of one ring."""

    JOINED = "joined"  # to an agent
    PROMISED = "promised"  # a call, as soon as the rules allow it
    CALLING_NOW = "calling_now"  # a call of ours to her was under way: she was told so
    OPTED_OUT = "opted_out"  # told that she will not be called
    UNKNOWN = "unknown"  # told who we are, and nothing about anybody


@dataclass(frozen=True)
class CallsInNumbers:
    """Calls in: people joined to an agent, people promised a call and not joined, and rings of strangers."""

    joined: int = 0
    promised: int = 0
    unknown: int = 0


def may_ring_on(rang_at: datetime, *, now: datetime) -> bool:
    """Tell whether another look for an agent would still come in time."""
    return now + LOOKS_AGAIN <= rang_at + PICKS_UP_WITHIN
