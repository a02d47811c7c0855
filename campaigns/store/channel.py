"""On which channel of Redis changes are told, for those who only listen: the queue is not loaded for it."""

from typing import Final

CHANNEL: Final = "raabta:changed:"


class NoBells:
    """Rings for nobody: for a process that works on behalf of another, which rings."""

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        """Ring for nobody."""

    def tell(self, *topics: str) -> None:
        """Tell nobody."""
