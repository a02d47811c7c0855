"""The dialler: one leader hands out calls, woken by changes on the floor and at least once a second."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from redis import Redis
from redis.exceptions import RedisError

from campaigns.calls.hand_out_calls import FloorWatch, Limits, hand_out_calls
from campaigns.house import House
from campaigns.rules.carrier.fair_shares import fair_rooms
from campaigns.rules.carrier.limits import Measure, lines_now, share_now
from campaigns.rules.carrier.schedule import SEND_WITHIN
from campaigns.store.bells import CHANNEL
from campaigns.store.calls.carriers import carrier_slowdowns
from campaigns.store.dialling.dialling_campaigns import dialling_campaigns
from campaigns.store.session import EVERYTHING, DatabaseAway, Session, why_away
from workers.carrier_clock import SureClock
from workers.leading import lead
from workers.turns import ring_next

log = logging.getLogger(__name__)
TICK: Final = 1.0  # seconds of the clock
# Wall seconds from one look to the next at least; and a look that took long is followed by a rest so many times as long,
# though never past the tick. On a whole floor somebody goes ready every tenth of a second, and to look at all of it takes
# as much of a processor as to place several calls: so no more than a tenth of one goes into looking. Pacing gains nothing
# by looking more often, the calls of several agents leave together, and who goes ready after a rest is still seen at once.
SHORTEST: Final = 0.25
RESTS: Final = 9
HANGS: Final = timedelta(seconds=30)  # wall time without a look: the floor says so, and who stands by takes over
WAITING_SECONDS: Final = SEND_WITHIN.total_seconds() / 2  # a call intended now has its turn within so many


def run(house: House, leads: Callable[[], bool], stop: threading.Event) -> None:
    """Hand out calls for every running campaign until told to stop."""
    bell, watches, clock = threading.Event(), dict[UUID, FloorWatch](), SureClock(house)
    listener = threading.Thread(target=_listen, args=(house.redis, bell, stop), daemon=True)
    listener.start()
    longest = max(TICK / house.settings.clock_speed, SHORTEST)
    while not stop.is_set():
        bell.wait(longest)
        bell.clear()
        looked = time.monotonic()
        led = False
        try:
            led = leads()
            if led and clock.is_sure():
                tick(house, watches)
            else:
                watches.clear()  # who leads meanwhile learns what this one misses; a clock that jumped makes it untrue
        except DatabaseAway as trouble:
            log.warning("dialler_without_database", extra={"error": why_away(trouble)})
            if led:  # else the lead was lost, over a long look too: what it has learned is kept, or the next is as long
                watches.clear()
            stop.wait(TICK)
        took = time.monotonic() - looked
        stop.wait(min(max(SHORTEST - took, RESTS * took), longest))
    listener.join()


def tick(house: House, watches: dict[UUID, FloorWatch] | None = None) -> int:
    """Hand out what every running campaign may have now; returns how many calls were intended.

    `watches`: what is remembered of each campaign's floor.
    """
    watches = {} if watches is None else watches
    with house.db.transaction(EVERYTHING) as session:
        wishes = dialling_campaigns(session, house.telephony.name)
        limits = _limits(session, house)
    _ring_next(house)
    waiting = sum(wish.live for wish in wishes) + (limits.waiting_calls or limits.concurrent_calls)
    rooms = fair_rooms(wishes, min(limits.concurrent_calls, waiting))
    return sum(_hand_out(house, campaign, replace(limits, at_most=room), watches) for campaign, room in rooms.items())


def _limits(session: Session, house: House) -> Limits:
    """Return what the carrier takes now, and how many calls may wait for their turn without expiring."""
    settings, now = house.settings, house.now()
    lowered = carrier_slowdowns(session, house.telephony.name)
    per_second = settings.calls_per_second * share_now(lowered.get(Measure.PER_SECOND), now=now)
    return Limits(
        house.telephony.name,
        lines_now(settings.concurrent_calls, lowered.get(Measure.AT_ONCE), now=now),
        house.desk_silence,
        waiting_calls=max(1, int(per_second * WAITING_SECONDS)),
    )


def _ring_next(house: House) -> None:
    """Without Redis nobody stands in the line."""
    with suppress(RedisError):
        ring_next(house)


def _hand_out(house: House, campaign_id: UUID, limits: Limits, watches: dict[UUID, FloorWatch]) -> int:
    """Hand out for one campaign; what breaks in it must not keep the others from dialling."""
    watch = watches.setdefault(campaign_id, FloorWatch())
    try:
        return len(hand_out_calls(house.db, campaign_id, limits, now=house.now(), watch=watch))
    except DatabaseAway:
        raise
    except Exception as error:
        log.error("campaign_broke", extra={"campaign_id": str(campaign_id)}, exc_info=error)
        del watches[campaign_id]  # what it remembers may be half of the truth
        return 0


def _listen(redis: Redis, bell: threading.Event, stop: threading.Event) -> None:
    """Turn messages into wake-ups; without Redis the tick alone wakes the dialler."""
    while not stop.is_set():
        try:
            with redis.pubsub(ignore_subscribe_messages=True) as changes:  # type: ignore[no-untyped-call]  # as published
                changes.subscribe(CHANNEL + "dialler")
                while not stop.is_set():
                    if changes.get_message(timeout=TICK):
                        bell.set()
        except RedisError:
            stop.wait(TICK)


if __name__ == "__main__":
    lead("dialler", run, silent_after=HANGS)
