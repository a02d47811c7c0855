"""Listen, whisper, join: who hears whom while a supervisor is in an agent's call, and how long each of it lasted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final


class Supervision(StrEnum):
    """What a supervisor does in a call, from quiet to loud."""

    LISTEN = "listen"  # she hears both, nobody hears her
    WHISPER = "whisper"  # she hears both, only the agent hears her
    JOIN = "join"  # everybody hears everybody


def is_louder(mode: Supervision, than: Supervision) -> bool:
    """Tell whether more people hear her in a mode than in another."""
    order = list(Supervision)
    return order.index(mode) > order.index(than)


class Left(StrEnum):
    """Why a supervisor is not in a call any more."""

    LEFT = "left"  # by herself
    CALL_OVER = "call_over"
    LEG_FELL = "leg_fell"  # her own telephone or browser hung up
    NOT_HEARD = "not_heard"  # her page has died
    NOT_CONNECTED = "not_connected"  # her leg never came
    NO_RIGHT = "no_right"  # an administrator gave her another role
    CARRIER_UNSURE = "carrier_unsure"  # nobody knows who hears her, so she is taken out


ENDED: Final = "ended"  # stands in the trace where a mode would


def seconds_of_modes(moves: Sequence[tuple[str, datetime]], *, until: datetime) -> dict[Supervision, int]:
    """Return how many seconds each mode lasted, by the moves in their order; a live one lasts until a moment."""
    lasted = dict.fromkeys(Supervision, timedelta())
    for (mode, began), (_, over) in pairwise([*moves, (ENDED, until)]):
        if mode != ENDED:
            lasted[Supervision(mode)] += max(over - began, timedelta())
    return {mode: round(span.total_seconds()) for mode, span in lasted.items()}
