"""Why a predictive campaign places no calls ahead for a while: only such for which an agent is free and reserved."""

from enum import StrEnum
from typing import Final

FEWEST_AGENTS: Final = 10  # signed in; below, predictive dials as progressive does


class Fallback(StrEnum):
    """What makes a forecast too risky now."""

    FEW_AGENTS = "few_agents"  # fewer are signed in than a forecast needs
    AT_THE_CAP = "at_the_cap"  # too many of today's answered calls found nobody
    CLOSING = "closing"  # the calling window is about to close
    PROMISED = "promised"  # a promised callback, or who has found nobody once, waits for an agent of her own
