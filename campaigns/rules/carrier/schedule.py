"""When to ask the carrier about a call that has gone quiet, and when to give it up (telephony.md section 4)."""

from datetime import datetime, timedelta
from typing import Final

from campaigns.rules.call_states import CallStatus

SEND_WITHIN: Final = timedelta(seconds=45)  # an intended call not sent by then is given back
BELL_LOST: Final = timedelta(seconds=10)  # an intended call that no worker took: ring again
UNKNOWN_STEPS: Final = (2, 5, 15, 30, 60)  # seconds
RING_MARGIN: Final = timedelta(seconds=15)
LIVE_STEP: Final = timedelta(seconds=60)
FARTHEST_LOOK: Final = timedelta(minutes=15)  # no next look is further ahead: a phone rings ten minutes at most
LOST_AFTER: Final = timedelta(seconds=60)  # past the longest ringing or talk


def next_look(status: CallStatus, *, ring_seconds: int, tries: int, now: datetime) -> datetime | None:
    """Return when upkeep looks at a call next; None for an ended one."""
    match status:
        case CallStatus.ENDED:
            return None
        case CallStatus.INTENDED | CallStatus.SENT:
            return now + BELL_LOST
        case CallStatus.UNKNOWN:
            return now + timedelta(seconds=UNKNOWN_STEPS[min(tries, len(UNKNOWN_STEPS) - 1)])
        case CallStatus.QUEUED | CallStatus.RINGING:
            return now + timedelta(seconds=ring_seconds) + RING_MARGIN
        case CallStatus.ANSWERED | CallStatus.TALKING:
            return now + LIVE_STEP


def is_lost(begun: datetime, *, longest_seconds: int, now: datetime) -> bool:
    """Tell whether a ringing or a talk that began then, and of which the carrier tells nothing, must be over."""
    return now >= begun + timedelta(seconds=longest_seconds) + LOST_AFTER
