"""The carrier port for a line in a talk: on hold and back, into another agent's room, and a short call to try a phone."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class KeepHolding:
    """Answer plan for a person on hold: say something, be silent for some whole seconds, and then ask again."""

    call_id: UUID
    text: str
    language: str
    seconds: int


class Holding(Protocol):
    """What a carrier does with the line of a person who is in a room."""

    def hold(self, room: str, carrier_call_id: str, call_id: UUID) -> None:
        """Let her hear the document of `KeepHolding`, and nobody in the room; again is once. Raises TelephonyError."""

    def resume(self, room: str, carrier_call_id: str) -> None:
        """Let her hear and be heard again; who is not in the room is left as she is. Raises TelephonyError."""

    def move_to(self, carrier_call_id: str, room: str) -> None:
        """Put an answered call into another room. Raises TelephonyError."""

    def try_phone(self, to: str, caller_id: str, words: str, language: str) -> None:
        """Ring a phone of our own, say one sentence and hang up. Raises TelephonyError."""
