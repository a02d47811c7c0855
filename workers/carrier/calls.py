"""One call as the carrier keeps it, in Twilio's words."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from workers.carrier.people import DialPlan, Finds


class CallStatus(StrEnum):
    """Twilio's words for where a call stands."""

    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    FAILED = "failed"
    CANCELED = "canceled"


LIVE: Final = frozenset({CallStatus.QUEUED, CallStatus.RINGING, CallStatus.IN_PROGRESS})

# How a dial that is not answered ends, with the SIP code that Twilio tells in the last callback.
ENDS: Final[dict[Finds, tuple[CallStatus, int]]] = {
    Finds.SILENCE: (CallStatus.NO_ANSWER, 487),
    Finds.BUSY: (CallStatus.BUSY, 486),
    Finds.REJECTION: (CallStatus.BUSY, 603),
    Finds.SWITCHED_OFF: (CallStatus.FAILED, 480),
    Finds.CONGESTION: (CallStatus.FAILED, 503),
    Finds.UNALLOCATED: (CallStatus.FAILED, 404),
}
INBOUND: Final = "inbound"
NEVER_RING: Final = frozenset({Finds.BUSY, Finds.SWITCHED_OFF, Finds.UNALLOCATED, Finds.CONGESTION})


@dataclass(frozen=True)
class Hook:
    """An address of the customer's that the carrier asks or tells."""

    url: str
    method: str = "POST"


@dataclass(frozen=True)
class Orders:
    """What a customer asked for with one call."""

    to: str
    from_: str
    voice: Hook | None
    twiml: str | None = None
    fallback: Hook | None = None
    told: Hook | None = None
    events: frozenset[str] = frozenset({"completed"})
    ring_seconds: float = 60.0
    max_seconds: float = 14400.0
    detects_machines: bool = False
    detection: Hook | None = None  # told of a machine while the call goes on (AsyncAmd)
    direction: str = "outbound-api"


@dataclass
class Call:
    """A call from the request that placed it to long after its end."""

    sid: str
    orders: Orders
    attempt: int  # the nth dial of this number
    created_at: datetime
    queue_seconds: float = 0.0
    status: CallStatus = CallStatus.QUEUED
    started_at: datetime | None = None  # dialled
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    answered_by: str | None = None
    plan: DialPlan | None = None
    told: int = 0  # status callbacks so far: the next one's SequenceNumber
    task: asyncio.Task[None] | None = None
    timers: list[asyncio.TimerHandle] = field(default_factory=list)
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)  # callbacks of one call leave one after another

    @property
    def inbound(self) -> bool:
        """Tell whether somebody called a number of the customer's, or her browser its application."""
        return self.orders.direction == INBOUND

    @property
    def person(self) -> str:
        """Return the number at the other end."""
        return self.orders.from_ if self.inbound else self.orders.to

    @property
    def live(self) -> bool:
        """Tell whether it has not ended."""
        return self.status in LIVE

    @property
    def on_the_line(self) -> bool:
        """Tell whether the phone rings or is off the hook for it."""
        return self.status in (CallStatus.RINGING, CallStatus.IN_PROGRESS)

    @property
    def seconds(self) -> int | None:
        """Return how long it was answered, in whole seconds; None where it never was, or still is."""
        if self.ended_at is None or self.answered_at is None:
            return None
        return round((self.ended_at - self.answered_at).total_seconds())
