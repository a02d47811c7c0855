"""A folder for a file of people while it is looked at: gone afterwards, and at the next one when its process was killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

PREFIX: Final = "raabta-file-"


@contextmanager
def short_lived_folder() -> Iterator[Path]:
    """Give a folder until the end of the block, and take away what killed processes have left.

    A lock on the folder tells that somebody is at work in it: the system lets it go with the process, however that ends.
    """
    _clear_those_of_the_dead()
    folder, held = _held_folder()
    try:
        yield folder
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
        os.close(held)


def _held_folder() -> tuple[Path, int]:
    """Make a folder and lock it; again where another process took it away in between."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            held = os.open(folder, os.O_RDONLY)
            with suppress(OSError):  # a disk that knows no locks: nobody takes it away from there
                fcntl.flock(held, fcntl.LOCK_EX)
            if folder.exists():
                return folder, held
            os.close(held)


def _clear_those_of_the_dead() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError):  # somebody is at work in it, it is not ours, or another process takes it away
            _take_away(folder)


def _take_away(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(held).st_uid == os.geteuid():
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
    finally:
        os.close(held)
