"""The book of calls: all of the account, ended ones included, which of them go on, and how often each phone was dialled."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from workers.carrier.calls import INBOUND, Call, CallStatus, Orders
from workers.carrier.log import CarrierCall


class CallBook:
    """Calls by their sid, in the order in which they were taken."""

    def __init__(self) -> None:
        self.calls: dict[str, Call] = {}
        self._dials: Counter[str] = Counter()
        self._live: set[str] = set()

    def enter(self, call: Call) -> None:
        """Take in a new call; a dial knows then the how manieth to its phone it is."""
        self._note(call)
        self._live.add(call.sid)

    def enter_earlier(self, told: CarrierCall, *, now: datetime) -> Call:
        """Take in a call of an earlier run from its log; one that was live then ended with that run."""
        direction = INBOUND if told.inbound else "outbound-api"
        call = Call(told.sid, Orders(told.to, told.from_, None, direction=direction), 0, told.placed_at)
        call.started_at, call.answered_at, call.ended_at = told.dialled_at, told.answered_at, told.ended_at or now
        call.status = CallStatus.FAILED if told.live else CallStatus(told.status)
        self._note(call)
        return call

    def end(self, call: Call) -> None:
        """Count a call no longer among those that go on."""
        self._live.discard(call.sid)

    def live(self) -> Iterator[Call]:
        """Give the calls that go on."""
        return (self.calls[sid] for sid in self._live)

    def number_live(self) -> int:
        """Return how many calls go on."""
        return len(self._live)

    def in_use(self, number: str) -> bool:
        """Tell whether a call has a person's phone ringing or off the hook."""
        return any(call.person == number and call.on_the_line for call in self.live())

    async def quiet(self) -> None:
        """Wait until no call goes on."""
        while tasks := [call.task for call in self.live() if call.task is not None]:
            await asyncio.wait(tasks)

    def clear(self) -> None:
        """Forget every call."""
        for kept in (self.calls, self._dials, self._live):
            kept.clear()

    def _note(self, call: Call) -> None:
        self._dials[call.person] += not call.inbound
        call.attempt = self._dials[call.person]
        self.calls[call.sid] = call
