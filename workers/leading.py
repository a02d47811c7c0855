"""Runs work of which only one process at a time may do any, until the process is told to stop."""

import signal
import threading
from collections.abc import Callable
from datetime import timedelta

from campaigns.house import House, open_house
from campaigns.store.leader import Leadership
from config import read_settings
from workers.logs import set_up_logs

Work = Callable[[House, Callable[[], bool], threading.Event], None]  # house, do I lead, stop


def lead(name: str, work: Work, *, silent_after: timedelta) -> None:
    """Do the work until SIGTERM or SIGINT; others of the same name stand by and take over, also from one that hangs."""
    set_up_logs()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    house = open_house(read_settings(), pool_size=2)
    try:
        with Leadership(house.settings.database_url, name, silent_after=silent_after) as leadership:
            work(house, leadership.is_mine, stop)
    finally:
        house.close()
