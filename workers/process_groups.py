"""Process groups of our programs: noted and marked, found again after a killed runner, asked to end and at last killed."""

import json
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

PATIENCE: Final = 30.0  # seconds for a group of processes to end by itself before it is killed
MARK: Final = "RAABTA_RUNNER_OF"  # set for every program: the home whose runner started it
UNKNOWN_STAGE: Final = 0  # of a group without a note: it goes with the first


def note_leaders(home: Path, stages: Mapping[int, int]) -> None:
    """Write down who leads the groups and at which stage each is stopped.

    With the moment of birth, since process ids are used again.
    """
    noted = {}
    for leader, stage in stages.items():
        with suppress(psutil.NoSuchProcess):
            noted[str(leader)] = psutil.Process(leader).create_time(), stage
    fresh = _note(home).with_suffix(".fresh")
    fresh.write_text(json.dumps(noted))
    fresh.replace(_note(home))


def end_left_behind(home: Path) -> None:
    """End the groups that a killed runner of a home has left, stage by stage.

    A runner that was killed between the start of a program and its note has left the mark alone; of a program that writes
    over its environment, as Valkey does, there is the note alone.
    """
    noted = _noted(home)
    stages = noted | dict.fromkeys(_marked(home) - noted.keys(), UNKNOWN_STAGE)
    stages.pop(os.getpgid(0), None)  # a watchman is one of those that were left
    for stage in sorted(set(stages.values())):
        end_groups([leader for leader, its in stages.items() if its == stage])
    forget_leaders(home)


def forget_leaders(home: Path) -> None:
    """Take the note away: nothing runs."""
    _note(home).unlink(missing_ok=True)


def _note(home: Path) -> Path:
    return home / "pids.json"


def _marked(home: Path) -> set[int]:
    """Return the groups of processes that were started for a home, whether their leaders live or not; never our own."""
    ours = {os.getpgid(0), *(process.pid for process in psutil.Process().parents())}
    found = set()
    for process in psutil.process_iter():
        with suppress(ProcessLookupError, psutil.Error):
            if process.environ().get(MARK) == str(home):
                found.add(os.getpgid(process.pid))
    return found - ours


def _noted(home: Path) -> dict[int, int]:
    """Return who was noted and lives, with the stage. After a power cut the note may be torn, and nobody lives."""
    try:
        noted: dict[str, tuple[float, int]] = json.loads(_note(home).read_text())
        return {int(leader): stage for leader, (born, stage) in noted.items() if _is_same(int(leader), born)}
    except (FileNotFoundError, ValueError, TypeError):
        return {}


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
