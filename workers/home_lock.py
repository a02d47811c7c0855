"""The lock of a home: its runner's, and when that has died, the watchman's until what it left has ended."""

import fcntl
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

ENDING: Final = "ending"  # stands in the lock while a watchman holds it
PATIENCE: Final = 120.0  # seconds to wait for a watchman


class AlreadyRunningError(Exception):
    """Another runner holds this home; the message says so."""


def take_home(home: Path) -> IO[str]:
    """Return a home's lock, held until it is closed or its process dies, however it dies.

    Raises:
        AlreadyRunningError: another runner is at work here.
    """
    (home / "logs").mkdir(parents=True, exist_ok=True)
    lock, deadline = _opened(home), time.monotonic() + PATIENCE
    while not _is_ours(lock):
        lock.seek(0)
        if lock.read() != ENDING:
            lock.close()
            raise AlreadyRunningError(f"Raabta already runs here ({home}): stop it first with Ctrl-C.")
        if time.monotonic() > deadline:
            lock.close()
            raise AlreadyRunningError(
                f"What a killed Raabta left here ({home}) does not end: look into {home / 'logs'}."
            )
        time.sleep(0.1)
    lock.truncate(0)
    return lock


def inherit_home(home: Path) -> IO[str]:
    """Wait until a home's runner is gone and return its lock; whoever takes the home meanwhile waits for our end."""
    lock = _opened(home)
    fcntl.flock(lock, fcntl.LOCK_EX)
    lock.truncate(0)
    lock.write(ENDING)
    lock.flush()
    return lock


def _opened(home: Path) -> IO[str]:
    return (home / "lock").open("a+")


def _is_ours(lock: IO[str]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
