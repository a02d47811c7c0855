"""Ctrl-C and SIGTERM: the same polite end, never in the middle of a step that must not be torn."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass
class Interrupts:
    """Raises KeyboardInterrupt on either signal; while held, only once it is let go."""

    held: bool = False
    asked: bool = False

    def arrive(self, _number: int, _frame: FrameType | None) -> None:
        """Take a signal."""
        self.asked = True
        if not self.held:
            raise KeyboardInterrupt

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Let a step finish first."""
        self.held = True
        try:
            yield
        finally:
            self.held = False
        if self.asked:
            raise KeyboardInterrupt

    def hold_to_the_end(self) -> None:
        """Take no further signal seriously: the end has begun, and its steps are bounded in time."""
        self.held = True


@contextmanager
def interruptible() -> Iterator[Interrupts]:
    """Treat both signals alike until the end of the block."""
    interrupts = Interrupts()
    before = {number: signal.signal(number, interrupts.arrive) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupts
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
