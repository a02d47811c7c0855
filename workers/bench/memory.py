"""Watches how much memory a group of processes takes, pages that they share counted once."""

import threading
from types import TracebackType
from typing import Final, Self

import psutil

EVERY: Final = 1.0  # seconds; a look takes 20 ms of the processors that are measured beside it
MIB: Final = 1 << 20


class PeakMemory:
    """The most that these processes and all their children took at one moment, while the block ran.

    Counted is the proportional set size: a page that several processes share, such as PostgreSQL's buffers, is
    divided among them, so that the sum holds it once.
    """

    def __init__(self, *roots: int) -> None:
        """Watch the processes of these ids and all below them."""
        self._roots = [psutil.Process(pid) for pid in roots]
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._run, daemon=True)
        self._of = [0.0] * len(roots)

    @property
    def mib_of(self) -> list[int]:
        """Return what each of the processes took with its children at that moment."""
        return [round(mib) for mib in self._of]

    @property
    def mib(self) -> float:
        """Return what they took together."""
        return sum(self._of)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watch.join()

    def _run(self) -> None:
        while True:
            self._of = max(self._of, [memory_of_tree(root) / MIB for root in self._roots], key=sum)
            if self._over.wait(EVERY):
                return


def memory_of_tree(root: psutil.Process) -> int:
    """Return the bytes that a process and all its children take."""
    try:
        return sum(_of_process(each) for each in (root, *root.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def _of_process(process: psutil.Process) -> int:
    try:
        about = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
    return int(getattr(about, "pss", 0) or about.uss)  # uss: systems other than Linux
