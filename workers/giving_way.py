"""Lets a process at which nobody waits give way to those at which a call or a desk waits."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

AGAIN: Final = (
    0.11  # seconds; Linux takes one session's step in a tenth of a second of whoever is not its administrator
)
TRIES: Final = 20
LAST: Final = 19  # nobody gives way to more than this


def give_way(leader: int, steps: int) -> None:
    """Make a session's leader, and all that it starts, leave the processor to others by so many steps of niceness.

    Where Linux shares the processor between sessions first (autogroup, sched(7)), niceness counts only within one, so
    that a session of its own is told as well. A process that has died meanwhile needs none of it.
    """
    if steps == 0:
        return
    with suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PGRP, leader, min(os.getpriority(os.PRIO_PROCESS, 0) + steps, LAST))
    session = Path(f"/proc/{leader}/autogroup")
    for _ in range(TRIES):
        try:
            session.write_text(str(steps))
        except BlockingIOError:
            time.sleep(AGAIN)
        except OSError:  # no such process any more, or no such thing on this machine
            return
        else:
            return
