"""People who ring the customer's number: because a test says so, or because they missed a call of hers."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from workers.carrier.calls import INBOUND, Call, Hook, Orders
from workers.carrier.exchange import Exchange
from workers.carrier.faults import draw
from workers.carrier.options import CarrierOptions
from workers.carrier.pace import Pace
from workers.carrier.people import DialPlan, Finds

MISSED_CALLS: Final = 0.6  # of those who ring back: they hang up after a ring or two, for it costs nothing
RINGS_ONCE: Final = (2.0, 4.5)  # seconds
AFTER: Final = (15.0, 300.0)  # seconds after the call that they missed


@dataclass
class Callers:
    """Plays calls in."""

    options: CarrierOptions
    pace: Pace
    exchange: Exchange
    waiting: set[asyncio.TimerHandle] = field(default_factory=set)

    def ring(self, phone: str, number: str, *, hangs_up_after: float | None = None) -> Call:
        """Let a phone ring a number of the customer's; she hangs up after so many seconds of ringing, if at all."""
        hook, told = Hook(self.options.callers), Hook(f"{self.options.callers}/status")
        plan = DialPlan(Finds.ANSWER, set_up=0, alone=self.options.lone_seconds)
        call = self.exchange.take_caller(Orders(number, phone, hook, told=told, direction=INBOUND), plan)
        if hangs_up_after is not None:
            call.timers.append(self.pace.later(hangs_up_after, partial(self._give_up, call)))
        return call

    def note_missed(self, call: Call) -> None:
        """Let her ring back some time after a call that she missed, if she is one who does."""
        dice = draw(self.options.seed, call.person, call.attempt, "calls back")
        if dice.random() >= self.options.calls_back:
            return
        after, rings = dice.uniform(*AFTER), dice.uniform(*RINGS_ONCE)
        hangs_up_after = rings if dice.random() < MISSED_CALLS else None
        self.waiting.add(self.pace.later(after, partial(self._ring_back, call, hangs_up_after)))

    def forget(self) -> None:
        """Let nobody ring any more."""
        for timer in self.waiting:
            timer.cancel()
        self.waiting.clear()

    def _ring_back(self, call: Call, hangs_up_after: float | None) -> None:
        if not self.exchange.book.in_use(call.person):
            self.ring(call.person, call.orders.from_, hangs_up_after=hangs_up_after)

    def _give_up(self, call: Call) -> None:
        if not call.answered_at:
            self.exchange.hang_up(call)
