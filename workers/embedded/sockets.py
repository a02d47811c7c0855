"""The folders of PostgreSQL's sockets: where they stand, and how those of servers that were killed go away."""

import hashlib
import os
import pwd
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from workers.embedded.binaries import SYSTEM_USER

NAME: Final = re.compile(r"raabta-[0-9a-f]{12}")
SETTLED: Final = 3600.0  # seconds; a folder that was touched later may be that of a server which begins just now


def sockets_folder(data: Path) -> Path:
    """Return the folder for the socket of a server: short, since a socket's path may have 107 bytes at most."""
    return Path(tempfile.gettempdir()) / f"raabta-{hashlib.sha256(str(data).encode()).hexdigest()[:12]}"


def clear_sockets_of_the_dead(place: Path, *, now: float) -> None:
    """Take away the folders there whose servers were killed and never started again. `now` in seconds of the epoch."""
    ours = _our_users()
    for folder in place.glob("raabta-*"):
        with suppress(OSError, ValueError, IndexError):  # another start clears it too, or it is not ours
            about = folder.lstat()
            if (
                NAME.fullmatch(folder.name)
                and about.st_uid in ours
                and about.st_mtime < now - SETTLED
                and not _lives(folder)
            ):
                remove_sockets(folder)


def remove_sockets(folder: Path) -> None:
    """Take away the folder of a server that is stopped or dead."""
    with suppress(OSError):
        for left in folder.glob(".s.PGSQL.*"):
            left.unlink()
        folder.rmdir()


def _lives(folder: Path) -> bool:
    """Tell whether the server that wrote a lock there is alive; its process stands in the first line."""
    return any(psutil.pid_exists(int(lock.read_text().split()[0])) for lock in folder.glob(".s.PGSQL.*.lock"))


def _our_users() -> set[int]:
    with suppress(KeyError):
        if os.geteuid() == 0:
            return {0, pwd.getpwnam(SYSTEM_USER).pw_uid}
    return {os.geteuid()}
