"""Gives a headless demo a home of its own and takes it away afterwards; only its logs stay."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from workers.environment import Home
from workers.processes import leftovers_ended


@contextmanager
def own_home(place: Home) -> Iterator[Home]:
    """Give a home of its own and take it away afterwards, with those that killed rehearsals have left."""
    rehearsals = place.folder / "rehearsals"
    rehearsals.mkdir(parents=True, exist_ok=True)
    for folder in rehearsals.iterdir():
        if leftovers_ended(folder):
            _remove(Home(folder))
    home = Home(rehearsals / uuid4().hex[:12])
    try:
        yield home
    finally:
        _keep_logs(home, place.folder / "last-rehearsal")
        _remove(home)


def _keep_logs(home: Home, evidence: Path) -> None:
    shutil.rmtree(evidence, ignore_errors=True)
    if home.logs.exists():
        shutil.move(home.logs, evidence)


def _remove(home: Home) -> None:
    home.postgres().stop()
    for folder in {home.folder, home.servers}:
        shutil.rmtree(folder, ignore_errors=True)
