"""What robots have seen on their screens and logged, one JSON line each: a witness of its own beside the database."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO


class Fact(StrEnum):
    """What a robot notes."""

    SEEN = "seen"  # the call stood on her screen
    LOGGED = "logged"  # the server had taken the outcome


@dataclass(frozen=True)
class Entry:
    """One line."""

    at: float  # wall second
    fact: Fact
    call_id: str


class Diary:
    """One diary of all robots of a process; without a file nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._file: IO[str] | None = path.open("a", encoding="utf-8") if path else None

    def note(self, fact: Fact, call_id: str | None) -> None:
        """Write a line down at once."""
        if self._file is not None:
            self._file.write(json.dumps({"at": time.time(), "fact": fact, "call_id": call_id}) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def read_diary(path: Path) -> Iterator[Entry]:
    """Return every line of a diary."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                told = json.loads(line)
                yield Entry(told["at"], Fact(told["fact"]), told["call_id"])
