"""A telephone exchange in memory that behaves like a carrier behind the port; handed in where a carrier is needed."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from uuid import UUID, uuid4

from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.telephony.failures import NotFound, Placed, TelephonyError
from campaigns.telephony.port import (
    AgentLegTold,
    AnswerPlan,
    CallSnapshot,
    CallTold,
    PlaceAgentLeg,
    PlaceCall,
    Placement,
    SayAndHangUp,
)
from campaigns.telephony.raw_request import RawRequest
from tests.given_floor import NOW


@dataclass
class Phones:
    """Takes dials and keeps each call; `fails` are raised one per dial, after dialling where the outcome is unknown."""

    name: str = "sandbox"
    dialled: list[PlaceCall] = field(default_factory=list)
    calls: dict[str, CallSnapshot] = field(default_factory=dict)
    fails: list[TelephonyError] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    said: list[tuple[str, SayAndHangUp]] = field(default_factory=list)
    lines: list[tuple[str, ...]] = field(default_factory=list)  # on hold, off it, moved, tried
    queues_for: float = 0  # seconds that it holds each call before it rings
    away: TelephonyError | None = None  # raised to whoever asks about calls
    forbids: TelephonyError | None = None  # raised to whoever asks whether a number may call
    clock_ahead: float = 0  # wall seconds
    asked: int = 0
    lock: Lock = field(default_factory=Lock)

    def shown_time(self) -> float | None:
        if self.away:
            raise self.away
        return time.time() + self.clock_ahead  # noqa: TID251 - a clock is shown

    def place_call(self, wish: PlaceCall) -> Placement:
        with self.lock:
            failure = self.fails.pop(0) if self.fails else None
            if failure is None or failure.placed is Placed.MAYBE:
                self.dialled.append(wish)
                call_id = f"CA{uuid4().hex}"
                self.calls[call_id] = CallSnapshot(call_id, wish.to, CallStatus.QUEUED, None, NOW, None)
            if failure is not None:
                raise failure
            return Placement(call_id, CallStatus.QUEUED, self.queues_for)

    def place_agent_leg(self, wish: PlaceAgentLeg) -> str:
        call_id = f"CA{uuid4().hex}"
        self.calls[call_id] = CallSnapshot(call_id, wish.to, CallStatus.RINGING, None, NOW, None)
        return call_id

    def agent_credential(self, agent_session_id: UUID) -> str:
        return f"token of {agent_session_id}"

    def find_attempt(self, to: str, sent_at: datetime) -> Sequence[CallSnapshot]:
        self._is_there()
        return [call for call in self.calls.values() if call.to == to]

    def get_call(self, carrier_call_id: str) -> CallSnapshot:
        self._is_there()
        if carrier_call_id not in self.calls:
            raise NotFound(carrier_call_id)
        return self.calls[carrier_call_id]

    def list_live(self) -> Iterator[CallSnapshot]:
        self._is_there()
        return iter([call for call in self.calls.values() if call.status is not CallStatus.ENDED])

    def check_caller_number(self, number: str) -> None:
        if self.forbids:
            raise self.forbids

    def end_call(self, carrier_call_id: str) -> None:
        self.ended.append(carrier_call_id)

    def say_to(self, carrier_call_id: str, words: SayAndHangUp) -> None:
        self.said.append((carrier_call_id, words))

    def hold(self, room: str, carrier_call_id: str, call_id: UUID) -> None:
        self.lines.append(("hold", room, carrier_call_id))

    def resume(self, room: str, carrier_call_id: str) -> None:
        self.lines.append(("resume", room, carrier_call_id))

    def move_to(self, carrier_call_id: str, room: str) -> None:
        self.lines.append(("move", room, carrier_call_id))

    def try_phone(self, to: str, caller_id: str, words: str, language: str) -> None:
        self.lines.append(("try", to, language))

    def now_is(self, carrier_call_id: str, status: CallStatus, reason: EndReason | None = None) -> None:
        """The phone network moves on, and tells nobody."""
        self.calls[carrier_call_id] = replace(self.calls[carrier_call_id], status=status, end_reason=reason)

    def _is_there(self) -> None:
        self.asked += 1
        if self.away:
            raise self.away

    def verify(self, request: RawRequest) -> None:
        raise NotImplementedError

    def read_call_event(self, call_id: UUID, request: RawRequest, *, now: datetime) -> CallTold | None:
        raise NotImplementedError

    def read_agent_leg(self, agent_session_id: UUID, request: RawRequest) -> AgentLegTold | None:
        raise NotImplementedError

    def answer_document(self, plan: AnswerPlan) -> str:
        raise NotImplementedError


def told(
    call_id: UUID, event: CallEvent, carrier_call_id: str, *, reason: EndReason | None = None, at: datetime = NOW
) -> CallTold:
    """One webhook, translated."""
    return CallTold(f"{carrier_call_id}|{event}", call_id, carrier_call_id, event, reason, at)
