"""Upkeep: settles quiet calls, ends orphans at the carrier and keeps desks true; needs no Redis, so it works without."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from campaigns.house import House
from campaigns.rules.carrier.unanswered import Unanswered
from campaigns.store.session import DatabaseAway, why_away
from workers import chores
from workers.carrier_clock import SureClock
from workers.leading import lead

log = logging.getLogger(__name__)
SETTLE_EVERY: Final = timedelta(seconds=2)  # of carrier time, like all of these
DESKS_EVERY: Final = timedelta(seconds=10)
ORPHANS_EVERY: Final = timedelta(seconds=60)
LISTS_EVERY: Final = timedelta(seconds=60)  # and what goes through all waiting cases
UPLOADS_EVERY: Final = timedelta(hours=1)
FORECASTS_EVERY: Final = timedelta(minutes=2)
HANGS: Final = timedelta(minutes=10)  # wall time; a round of all chores on a large floor takes less

Chore = Callable[[House], object]
# What nobody can take back, or goes out of the house, and hangs on what time it is: done only while that is sure. What
# ends lists and erases them asks the carrier each time.
BY_THE_CLOCK: Final[frozenset[Chore]] = frozenset(
    {
        chores.free_desks,
        chores.tend_referrals,
        chores.skip_opted_out,
        chores.end_orphans,
        chores.clear_uploads,
        chores.forecast,
        chores.ring_reports,
    }
)


def run(house: House, leads: Callable[[], bool], stop: threading.Event) -> None:
    """Do each chore when its time has come; a clock that was ahead and is set right keeps none waiting till then."""
    sure = SureClock(house, rests_carrier=False)
    due_every: list[tuple[Chore, timedelta]] = [
        (partial(chores.settle, clock_is_sure=sure.is_sure, unanswered=Unanswered()), SETTLE_EVERY),
        (chores.rest_unheard, SETTLE_EVERY),
        (chores.add_up, SETTLE_EVERY),
        (chores.free_desks, DESKS_EVERY),
        (chores.free_of_calls, DESKS_EVERY),
        (chores.end_listenings, DESKS_EVERY),
        (chores.tend_referrals, LISTS_EVERY),
        (chores.skip_opted_out, LISTS_EVERY),
        (chores.take_back_attempts, LISTS_EVERY),
        (chores.end_orphans, ORPHANS_EVERY),
        (chores.drop_legs, ORPHANS_EVERY),
        (chores.ring_imports, LISTS_EVERY),
        (chores.ring_freezes, LISTS_EVERY),
        (chores.ring_row_counts, LISTS_EVERY),
        (chores.forget_cells, DESKS_EVERY),
        (chores.close_withdrawn, LISTS_EVERY),
        (chores.clear_people, LISTS_EVERY),
        (chores.end_retention, LISTS_EVERY),
        (chores.erase_ended, DESKS_EVERY),
        (chores.clear_uploads, UPLOADS_EVERY),
        (chores.forecast, FORECASTS_EVERY),
        (chores.ring_reports, LISTS_EVERY),
    ]
    due, clock = {chore: time.monotonic() for chore, _ in due_every}, house.settings.clock
    while not stop.wait(clock.wall_seconds(SETTLE_EVERY)):
        try:
            if not leads():
                continue
            for chore, every in due_every:
                if time.monotonic() >= due[chore]:
                    due[chore] = time.monotonic() + clock.wall_seconds(every)
                    _do(chore, house, sure)
        except DatabaseAway as trouble:
            log.warning("upkeep_without_database", extra={"error": why_away(trouble)})
            stop.wait(1)


def _do(chore: Chore, house: House, sure: SureClock) -> None:
    """Do one chore; what breaks in it must not keep the others from being done."""
    try:
        if chore not in BY_THE_CLOCK or sure.is_sure():
            chore(house)
    except DatabaseAway:
        raise
    except Exception as error:
        log.error("chore_broke", extra={"chore": getattr(chore, "__name__", "chore")}, exc_info=error)


if __name__ == "__main__":
    lead("upkeep", run, silent_after=HANGS)
