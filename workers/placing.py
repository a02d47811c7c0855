"""Places intended calls: each when its turn at the carrier comes, some at once."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Final
from uuid import UUID

from redis.exceptions import RedisError

from campaigns.calls.place_call import place_call
from campaigns.house import House
from campaigns.shared.carrier_strain import Lines
from workers.carrier_clock import SureClock
from workers.turns import take_turns

SENT_AT_ONCE: Final = 3  # times that calls of a job leave: while the carrier takes some in, the next are made ready


def place_in_turn(house: House, clock: SureClock, call_ids: Sequence[UUID]) -> None:
    """Place calls as the carrier's rate allows; until then they stand in a line."""
    turns = take_turns(house, call_ids)
    with suppress(RedisError):  # upkeep rings lost bells again
        if len(call_ids) == 1:
            for alone in turns:
                _place(house, clock, alone)
            return
        with ThreadPoolExecutor(SENT_AT_ONCE) as senders:
            for each in [senders.submit(_place, house, clock, together) for together in turns]:
                each.result()


def _place(house: House, clock: SureClock, call_ids: Sequence[UUID]) -> None:
    """Place them now. While it is not sure what time it is none leaves: upkeep rings again, or takes them back."""
    if clock.is_sure():
        lines = Lines(house.settings.concurrent_calls, house.settings.number_concurrent_calls)
        place_call(house.db, *call_ids, telephony=house.telephony, now=house.now, lines=lines)
