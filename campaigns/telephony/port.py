"""The carrier port: what Raabta asks of a phone company and what it can be told, in our words only."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.carrier.machines import Heard
from campaigns.telephony.caller_numbers import CallerNumbers
from campaigns.telephony.holding import Holding, KeepHolding
from campaigns.telephony.raw_request import RawRequest
from campaigns.telephony.supervising import JoinUnheard, Supervising


@dataclass(frozen=True)
class PlaceCall:
    """One dial. `attempt_id` is the call's id; phones are E.164; times in seconds."""

    attempt_id: UUID
    to: str
    caller_id: str
    ring_seconds: int
    max_seconds: int
    detect_machines: bool = False  # while the call goes on; the verdict is told afterwards


@dataclass(frozen=True)
class PlaceAgentLeg:
    """Rings an agent's own phone and parks it in her room."""

    agent_session_id: UUID
    to: str
    caller_id: str


@dataclass(frozen=True)
class Placement:
    """What the carrier said when it took a call. `queued_seconds`: how long it will hold the call before ringing."""

    carrier_call_id: str
    status: CallStatus
    queued_seconds: float


@dataclass(frozen=True)
class CallSnapshot:
    """A call as the carrier tells it now."""

    carrier_call_id: str
    to: str
    status: CallStatus
    end_reason: EndReason | None
    started_at: datetime | None
    ended_at: datetime | None
    answered_at: datetime | None = None  # of one that was answered and is over


@dataclass(frozen=True)
class CallTold:
    """One thing that the carrier told of a call. `key` is unique per delivery content: twice the same counts once."""

    key: str
    call_id: UUID
    carrier_call_id: str
    event: CallEvent
    end_reason: EndReason | None
    occurred_at: datetime
    raw: Mapping[str, str] = field(default_factory=dict)
    answered_at: datetime | None = None  # told with the end of a call that somebody had answered


@dataclass(frozen=True)
class MachineTold:
    """The carrier told who or what it thinks has answered a call; `key` as in CallTold."""

    key: str
    call_id: UUID
    carrier_call_id: str
    heard: Heard
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AgentLegTold:
    """The carrier told that an agent's own leg joined (`up`) or left her room."""

    agent_session_id: UUID
    carrier_call_id: str
    up: bool


@dataclass(frozen=True)
class CallInTold:
    """Somebody rings a number of ours, or (`over`) has hung up. Numbers are E.164; `phone` None: withheld."""

    carrier_call_id: str
    number: str
    phone: str | None
    over: bool = False


@dataclass(frozen=True)
class Join:
    """Answer plan: put the caller into a room."""

    room: str


@dataclass(frozen=True)
class SayAndHangUp:
    """Answer plan: say a short notice in the person's language (tag: en, ur, hi), then hang up."""

    text: str
    language: str
    after_seconds: int = 0  # of silence, in which a machine's greeting ends; of ringing, where we have not picked up
    then: tuple[str, str] | None = None  # the same in a second language, with its tag: to whose language nobody knows


@dataclass(frozen=True)
class AskAgain:
    """Answer plan: keep the caller on the line for some whole seconds, then ask again what to do with the call."""

    call_id: UUID
    seconds: int


@dataclass(frozen=True)
class LetRing:
    """Answer plan for a call in: do not pick up yet; after some whole seconds ask what to do with it."""

    call_id: UUID
    seconds: int


AnswerPlan = Join | JoinUnheard | SayAndHangUp | AskAgain | LetRing | KeepHolding


class Telephony(Supervising, Holding, CallerNumbers, Protocol):
    """A carrier. Every method makes one network try and never repeats it."""

    name: str

    def shown_time(self) -> float | None:
        """Return the wall second that its clock shows; None where it tells no time. Raises TelephonyError."""

    def place_call(self, wish: PlaceCall) -> Placement:
        """Dial a beneficiary. Raises TelephonyError; its `placed` tells whether the call may exist."""

    def place_agent_leg(self, wish: PlaceAgentLeg) -> str:
        """Ring an agent's phone; returns the carrier's call id. Raises TelephonyError."""

    def agent_credential(self, agent_session_id: UUID) -> str:
        """Return a short-lived token with which the agent's browser joins her room."""

    def find_attempt(self, to: str, sent_at: datetime) -> Sequence[CallSnapshot]:
        """Return calls to a number made since a request was sent; empty: not seen (yet)."""

    def get_call(self, carrier_call_id: str) -> CallSnapshot:
        """Return a call as it stands. Raises NotFound."""

    def list_live(self) -> Iterator[CallSnapshot]:
        """Return all calls that the carrier holds queued, ringing or in progress."""

    def end_call(self, carrier_call_id: str) -> None:
        """End a call in any state; already ended is success."""

    def say_to(self, carrier_call_id: str, words: SayAndHangUp) -> None:
        """Take an answered call out of its room, say something on its line and hang up. Raises TelephonyError."""

    def verify(self, request: RawRequest) -> None:
        """Check a webhook's signature. Raises BadSignature."""

    def read_call_event(self, call_id: UUID, request: RawRequest, *, now: datetime) -> CallTold | None:
        """Translate a verified status or answer webhook of a call; None where it tells nothing new to us."""

    def read_machine_verdict(self, call_id: UUID, request: RawRequest) -> MachineTold:
        """Translate a verified webhook that tells who or what has answered. Raises UnknownWord without a call id."""

    def read_call_in(self, request: RawRequest) -> CallInTold:
        """Translate a verified webhook of a call that somebody makes to a number of ours. Raises UnknownWord."""

    def read_agent_leg(self, agent_session_id: UUID, request: RawRequest) -> AgentLegTold | None:
        """Translate a verified webhook of an agent's own leg."""

    def agent_of_browser_leg(self, request: RawRequest) -> UUID | None:
        """Return whose browser leg a verified webhook speaks of; None where it names no agent session."""

    def answer_document(self, plan: AnswerPlan) -> str:
        """Return the document (TwiML) that carries out an answer plan."""
