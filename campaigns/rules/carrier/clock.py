"""Whether the carrier's clock and ours agree: a clock that jumps must not let anybody be called at a wrong hour.

What the carrier tells of a call happened after we sent it and before we heard of it, by whichever clock (telephony.md
section 5, row 34). A late delivery proves nothing; a moment before the request left, or still to come, proves it.
Before the first dial nothing has been told: a process asks the carrier what time it is, and again when its clock jumps.
"""

from datetime import datetime, timedelta
from typing import Final

CLOCKS_APART: Final = timedelta(minutes=2)  # less is a clock that drifts, which does nobody harm


def clocks_are_apart(happened_at: datetime, *, sent_at: datetime | None, now: datetime) -> bool:
    """Tell whether a moment that the carrier names cannot be by our clock."""
    too_early = sent_at is not None and happened_at < sent_at - CLOCKS_APART
    return too_early or happened_at > now + CLOCKS_APART


def has_jumped(ahead: float, *, since: float) -> bool:
    """Tell whether a clock was set: how far it is ahead of a steady counter, now and when it was right, in seconds."""
    return abs(ahead - since) > CLOCKS_APART.total_seconds()
