"""This machine's clock beside the carrier's: nobody is dialled, and nothing done for good, before both agree."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from campaigns.calls.rest_carrier import rest_carrier
from campaigns.house import House
from campaigns.rules.carrier.breaker import Trouble
from campaigns.rules.carrier.clock import CLOCKS_APART, has_jumped
from campaigns.telephony.failures import TelephonyError

log = logging.getLogger(__name__)
MUCH_APART: Final = 3600.0  # wall seconds; a retention ends by the day
# Wall seconds until the carrier is asked again, while it is not sure; its rest is told anew before it is over. Where all
# processes start at once it is not reached for a moment, and nobody need wait long for it.
ASK_AGAIN: Final = {Trouble.NOT_REACHED: 2.0, Trouble.CLOCKS_APART: 10.0}
RESTS: Final = 2.5  # times as long as that


def seconds_apart(house: House) -> float | None:
    """Return by how many wall seconds the two differ; None where the carrier does not answer or tells no time."""
    try:
        told = house.telephony.shown_time()
    except TelephonyError:
        return None
    return None if told is None else abs(told - time.time())


def day_is_sure(house: House) -> bool:
    """Tell whether the carrier confirms what day it is."""
    apart = seconds_apart(house)
    return apart is not None and apart <= MUCH_APART


class SureClock:
    """The clock of one process, by which may be acted from when the carrier's agreed with it until it jumps.

    Who dials by it lets the carrier rest while it is not sure, and the pages say why; a carrier that tells no time cannot
    be asked, and is believed.
    """

    def __init__(self, house: House, wall: Callable[[], float] = time.time, *, rests_carrier: bool = True) -> None:
        self._house, self._wall, self._rests_carrier = house, wall, rests_carrier
        self._ahead: float | None = None  # of the machine's steady counter, wall seconds, when both agreed
        self._ask_at = 0.0  # by the steady counter
        self._asking = threading.Lock()

    def is_sure(self) -> bool:
        """Tell whether this is the time that we take it for; asks the carrier only at the start and after a jump."""
        with self._asking:
            if self._ahead is not None and not has_jumped(self._now_ahead(), since=self._ahead):
                return True
            if time.monotonic() < self._ask_at:
                return False
            trouble = self._trouble()
            if trouble is None:
                self._ahead, self._ask_at = self._now_ahead(), 0.0
                return True
            self._ask_at = time.monotonic() + ASK_AGAIN[trouble]
        if self._rests_carrier:
            self._rest(trouble)
        else:
            log.warning("deadlines_wait_for_a_sure_clock", extra={"because": trouble.value})
        return False

    def _rest(self, trouble: Trouble) -> None:
        house = self._house
        rest = timedelta(seconds=RESTS * ASK_AGAIN[trouble]) * house.settings.clock_speed
        rest_carrier(house.db, house.telephony.name, trouble, length=rest, now=house.now())

    def _trouble(self) -> Trouble | None:
        try:
            told = self._house.telephony.shown_time()
        except TelephonyError:
            return Trouble.NOT_REACHED
        if told is None or abs(told - self._wall()) <= CLOCKS_APART.total_seconds():
            return None
        return Trouble.CLOCKS_APART

    def _now_ahead(self) -> float:
        """Return by how much the wall clock is ahead of a counter that nobody can set."""
        return self._wall() - time.monotonic()
