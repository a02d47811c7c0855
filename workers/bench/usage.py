"""What each process of a machine takes of it while something runs: processor seconds, and memory at the end."""

import time
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import psutil

from workers.bench.memory import MIB, memory_of_tree
from workers.bench.processor import cpu_of_tree
from workers.machine import Machine


class Usage:
    """What the programs, each with all its children, take while the block runs."""

    def __init__(self, here: Machine) -> None:
        """Watch what runs on a machine now, and its PostgreSQL."""
        self._roots = {name: child.process.pid for name, child in here.runner.children.items()}
        if here.postgres:
            self._roots["postgresql"] = here.postgres.process_id()
        self.cpu: dict[str, float] = {}
        self.mib: dict[str, int] = {}
        self.seconds = 0.0

    def __enter__(self) -> Self:
        self._began, self._before = time.monotonic(), self._taken()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds = time.monotonic() - self._began
        self.cpu = {name: round(taken - self._before.get(name, 0.0), 1) for name, taken in self._taken().items()}
        self.mib = {name: round(memory_of_tree(root) / MIB) for name, root in self._processes().items()}

    def told(self) -> dict[str, Any]:
        """Return the figures. A load of 1 is one processor that never rests."""
        whole = sum(self.cpu.values())
        return {
            "load": round(whole / self.seconds, 2),
            "cpu_seconds": round(whole, 1),
            "cpu_seconds_of": dict(sorted(self.cpu.items(), key=lambda taken: -taken[1])),
            "mib": sum(self.mib.values()),
            "mib_of": self.mib,
        }

    def _taken(self) -> dict[str, float]:
        return {name: cpu_of_tree(root) for name, root in self._processes().items()}

    def _processes(self) -> dict[str, psutil.Process]:
        found = {}
        for name, pid in self._roots.items():
            with suppress(psutil.NoSuchProcess):
                found[name] = psutil.Process(pid)
        return found
