"""The carrier port for supervisors: their own leg into an agent's room, and who hears whom there; in our words only."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from campaigns.rules.floor.supervision import Supervision
from campaigns.telephony.raw_request import RawRequest


@dataclass(frozen=True)
class PlaceListenerLeg:
    """Rings a supervisor's own phone; on answer she is put into the room, muted."""

    listening_id: UUID
    to: str
    caller_id: str


@dataclass(frozen=True)
class ListenerLegTold:
    """The carrier told that a supervisor's own leg joined (`up`) or left."""

    listening_id: UUID
    carrier_call_id: str
    up: bool


@dataclass(frozen=True)
class JoinUnheard:
    """Answer plan: put the caller into a room where she hears everybody and nobody hears her. She opens no room."""

    room: str


class Supervising(Protocol):
    """What a carrier does for supervisors."""

    def place_listener_leg(self, wish: PlaceListenerLeg) -> str:
        """Ring a supervisor's phone; returns the carrier's call id. Raises TelephonyError."""

    def listener_credential(self, listening_id: UUID) -> str:
        """Return a short-lived token with which a supervisor's browser joins the room."""

    def supervise(self, room: str, listener: str, mode: Supervision, agent: str | None) -> None:
        """Change who hears a supervisor. `agent`: her own leg, which a whisper needs. Raises TelephonyError."""

    def read_listener_leg(self, listening_id: UUID, request: RawRequest) -> ListenerLegTold | None:
        """Translate a verified webhook of a supervisor's own leg."""

    def listener_of_browser_leg(self, request: RawRequest) -> UUID | None:
        """Return whose listening a verified webhook of a browser leg speaks of; None where it is an agent's."""
