"""Keeps the processes of one machine running: starts them, starts again what dies, and stops all in order."""

import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from workers.giving_way import give_way
from workers.home_lock import AlreadyRunningError, take_home
from workers.process_groups import MARK, end_groups, end_left_behind, forget_leaders, note_leaders, signal_group

PAUSES: Final = (0.2, 1.0, 2.0, 5.0, 10.0)  # seconds before the next start of a process that keeps dying
SETTLED: Final = 20.0  # a process that lived this long begins with the shortest pause again
LOG_LIMIT: Final = 20 * 1024 * 1024  # bytes; a longer log is moved to <name>.log.1 at the next start


@dataclass(frozen=True)
class Program:
    """A process to keep running. Those of a lower `stage` are stopped first; `gives_way`: by how many steps of niceness."""

    name: str
    command: tuple[str, ...]
    stage: int = 1
    gives_way: int = 0


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    started: float
    deaths: int = 0
    start_again_at: float | None = None


@dataclass
class Runner:
    """Runs programs with their logs under `<home>/logs` until it is told to stop.

    Every child leads a process group of its own, so that Ctrl-C reaches the runner alone and a stop reaches
    grandchildren too. The process ids are kept on disk: after a SIGKILL of the runner a watchman, else the next one, ends
    what was left.
    """

    home: Path
    environment: Mapping[str, str]
    children: dict[str, _Child] = field(default_factory=dict)
    restarts: dict[str, int] = field(default_factory=dict)
    _wakes: "queue.SimpleQueue[str | None]" = field(default_factory=queue.SimpleQueue)
    _lock: IO[str] | None = None

    def open(self) -> None:
        """Take the home for this runner and end what a killed runner has left.

        Raises:
            AlreadyRunningError: another runner is at work here.
        """
        self._lock = take_home(self.home)
        end_left_behind(self.home)

    def start(self, programs: Iterable[Program]) -> None:
        """Start programs."""
        for program in programs:
            self.children[program.name] = _Child(program, self._spawn(program), time.monotonic())
            self._note_pids()  # of each at once: we may be killed before the next

    def wake(self) -> None:
        """Make a waiting `tend` return at once; may be called from a signal handler."""
        self._wakes.put(None)

    def tend(self, seconds: float) -> None:
        """Wait up to so long; start again what has died meanwhile. Returns early when something happened."""
        now = time.monotonic()
        due = [child.start_again_at for child in self.children.values() if child.start_again_at is not None]
        with suppress(queue.Empty):
            name = self._wakes.get(timeout=max(0.0, min([seconds, *(at - now for at in due)])))
            if name in self.children:
                self._note_death(self.children[name])
        for child in self.children.values():
            if child.start_again_at is not None and child.start_again_at <= time.monotonic():
                self._start_again(child)

    def kill(self, name: str) -> None:
        """Kill a program's group with SIGKILL, as a rehearsal of a power cut; it is started again."""
        signal_group(self.children[name].process.pid, signal.SIGKILL)

    def stop(self, names: Iterable[str] | None = None) -> None:
        """Stop programs in the order of their stages, all by default; what does not end in time is killed."""
        chosen = [self.children[name] for name in (self.children if names is None else names) if name in self.children]
        for stage in sorted({child.program.stage for child in chosen}):
            group = [child for child in chosen if child.program.stage == stage]
            for child in group:
                child.start_again_at = None
                self.children.pop(child.program.name)
            end_groups([child.process.pid for child in group if child.process.poll() is None])
        self._note_pids()

    def close(self) -> None:
        """Stop everything and give the home back."""
        self.stop()
        forget_leaders(self.home)
        if self._lock:
            self._lock.close()

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        path = self.home / "logs" / f"{program.name}.log"
        if path.exists() and path.stat().st_size > LOG_LIMIT:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own programs
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**self.environment, "PYTHONUNBUFFERED": "1", MARK: str(self.home)},
                start_new_session=True,
            )
        give_way(process.pid, program.gives_way)
        threading.Thread(target=self._await_death, args=(program.name, process), daemon=True).start()
        return process

    def _await_death(self, name: str, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        self._wakes.put(name)

    def _note_death(self, child: _Child) -> None:
        if child.process.poll() is None or child.start_again_at is not None:
            return
        now = time.monotonic()
        if now - child.started > SETTLED:
            child.deaths = 0
        child.start_again_at = now + PAUSES[min(child.deaths, len(PAUSES) - 1)]
        child.deaths += 1

    def _start_again(self, child: _Child) -> None:
        end_groups([child.process.pid])  # what a killed leader has left of its group
        child.start_again_at = None
        child.process, child.started = self._spawn(child.program), time.monotonic()
        self.restarts[child.program.name] = self.restarts.get(child.program.name, 0) + 1
        self._note_pids()

    def _note_pids(self) -> None:
        note_leaders(self.home, {child.process.pid: child.program.stage for child in self.children.values()})


def end_leftovers(home: Path) -> None:
    """End what a killed runner has left in a home.

    Raises:
        AlreadyRunningError: another runner is at work there.
    """
    runner = Runner(home, {})
    runner.open()
    runner.close()


def leftovers_ended(home: Path) -> bool:
    """End what a killed runner has left in a home; False where a runner is at work there."""
    try:
        end_leftovers(home)
    except AlreadyRunningError:
        return False
    return True
