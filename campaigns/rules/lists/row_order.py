"""Which numbers of a file's rows are missing, stand twice, or have changed places; they should be 1, 2, 3.

A number that is not the expected one is held until the next line: where that goes on as if nothing had been, the two
rows have changed places; where it goes on from the strange number, rows are missing before it or stand again.
"""

from collections.abc import Iterator
from typing import Final

MOST_TOLD: Final = 100  # of a gap; more say no more


class RowOrder:
    """Takes the numbers as they come."""

    def __init__(self) -> None:
        """Expect number 1."""
        self.expected = 1
        self._held: tuple[int, str] | None = None
        self._absent: set[int] = set()
        self._elsewhere: dict[int, str] = {}

    def take(self, n: int, told: str) -> None:
        """Take the next line's number; `told` names the line."""
        if self._held is not None:
            self._decide(n)
        if n != self.expected:
            self._held = n, told
        self.expected += 1

    def skip(self) -> None:
        """Take a line that holds the expected number, though it cannot be read."""
        if self._held is not None:
            self._decide(self.expected)
        self.expected += 1

    def findings(self, last: int) -> Iterator[tuple[int, str]]:
        """Say what is wrong of the numbers from 1 to the last one, each with the number it is about."""
        if self._held is not None:
            self._decide(None)
        absent = self._absent | set(range(self.expected, min(last + 1, self.expected + MOST_TOLD)))
        added = set(range(last + 1, min(self.expected, last + 1 + MOST_TOLD)))
        for n in sorted((absent - set(self._elsewhere)) - added):
            yield n, f"Row number {n} is missing: it stood between the numbers {n - 1} and {n + 1}."
        for n, told in sorted(self._elsewhere.items()):
            if n in absent and n <= last:
                yield n, f"{told}, does not stand in its place: it was swapped."
            elif n <= last:
                yield n, f"{told}, stands there a second time: it was added."
            else:
                added.add(n)
        for n in sorted(added - absent):
            yield n, f"Row number {n} is not in the seal, which knows {last}: it was added."

    def _decide(self, following: int | None) -> None:
        """Decide what the held number means, now that the next one is known; None: the file ends."""
        if self._held is None:
            return
        (n, told), self._held = self._held, None
        place = self.expected - 1
        if following == place + 1 or (following is not None and following != n + 1):
            self._absent.add(place)
            self._elsewhere[n] = told
        elif n > place:
            self._absent |= set(range(place, min(n, place + MOST_TOLD)))
            self.expected = n + 1
        else:
            self._elsewhere |= dict.fromkeys(range(n, min(place, n + MOST_TOLD)), told)
            self.expected = n + 1
