"""What a desk keeps on its computer until the server has it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class EntryKind(StrEnum):
    """What an agent has given."""

    ANSWER = "answer"
    OUTCOME = "outcome"
    GO_ON = "go_on"  # the talk goes on with the next person on the open line
    NOTE = "note"  # to a talk that has left her desk before she could save it


def next_taking(before: int, *, now: datetime) -> int:
    """Return the number of a new taking of a desk: higher than any before it, be it of another agent's desk."""
    return max(before + 1, int(now.timestamp()))


@dataclass(frozen=True)
class GivenAnswer:
    """One answer as it was given; `key` makes a doubled or late request count once, `taking` tells at which desk of hers."""

    key: str
    call_id: UUID
    step: str
    value: Any
    taking: int = 0


@dataclass(frozen=True)
class RefusedEntry:
    """What was given and could not be taken: kept, so that nobody has to believe that it was never said."""

    key: str
    kind: EntryKind
    call_id: UUID
    because: str
    body: dict[str, Any]
