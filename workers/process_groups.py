"""Process groups of our programs: noted and marked, found again after a killed runner, asked to end and at last killed."""

import json
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

PATIENCE: Final = 30.0  # seconds for a group of processes to end by itself before it is killed
MARK: Final = "RAABTA_RUNNER_OF"  # set for every program: the home whose runner started it


def note_leaders(file: Path, leaders: Iterable[int]) -> None:
    """Write down who leads the groups, with the moment of birth, since process ids are used again."""
    noted = {}
    for leader in leaders:
        with suppress(psutil.NoSuchProcess):
            noted[str(leader)] = psutil.Process(leader).create_time()
    fresh = file.with_suffix(".fresh")
    fresh.write_text(json.dumps(noted))
    fresh.replace(file)


def left_behind(file: Path, home: Path) -> list[int]:
    """Return who leads the groups that a killed runner of a home has left.

    A runner that was killed between the start of a program and its note has left the mark alone; of a program that writes
    over its environment, as Valkey does, there is the note alone.
    """
    return sorted({*_noted(file), *_marked(home)})


def _marked(home: Path) -> set[int]:
    """Return the groups of processes that were started for a home, whether their leaders live or not; never our own."""
    ours = {os.getpgid(0), *(process.pid for process in psutil.Process().parents())}
    found = set()
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.Error):
            if process.environ().get(MARK) == str(home):
                found.add(os.getpgid(process.pid))
    return found - ours


def _noted(file: Path) -> list[int]:
    try:
        noted: dict[str, float] = json.loads(file.read_text())
    except FileNotFoundError:
        return []
    return [int(pid) for pid, created in noted.items() if _is_same(int(pid), created)]


def _is_same(pid: int, created: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - created) < 1
    except psutil.NoSuchProcess:
        return False


def end_groups(leaders: list[int]) -> None:
    """End process groups: ask, wait, kill. A group is named by its leader's id, also when the leader is gone."""
    members = [process for leader in leaders for process in _group(leader)]
    for leader in leaders:
        signal_group(leader, signal.SIGTERM)
    _, alive = psutil.wait_procs(members, timeout=PATIENCE)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=PATIENCE)


def _group(leader: int) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.NoSuchProcess):
            if os.getpgid(process.pid) == leader:
                found.append(process)
    return found


def signal_group(leader: int, number: signal.Signals) -> None:
    """Signal every process of a group; one that is gone is no trouble."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)
