"""Conference rooms: who is in them, when they start and end, and what is told of it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from workers.carrier.calls import Call, Hook
from workers.carrier.fields import written
from workers.carrier.holding import hear_on_hold
from workers.carrier.log import CarrierLog
from workers.carrier.pace import Pace
from workers.carrier.twiml import JoinRoom
from workers.carrier.webhooks import Webhooks

LAST_LEFT = "last-participant-left"
LAST_KICKED = "last-participant-kicked"
ENDER_LEFT = "participant-with-end-conference-on-exit-left"
ENDED_BY_API = "conference-ended-via-api"


@dataclass
class Participant:
    """One call in a room."""

    call: Call
    label: str | None
    muted: bool
    start_on_enter: bool
    end_on_exit: bool
    joined_at: datetime
    updated_at: datetime
    hold: bool = False
    hearing: asyncio.Task[None] | None = None  # what she hears on hold
    coaches: str | None = None  # the sid of the one call that hears her
    left: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Room:
    """A conference. Who is told, and of what, is set by the first participant alone, as with Twilio."""

    name: str
    told: Hook | None
    events: frozenset[str]
    created_at: datetime
    updated_at: datetime
    sid: str = field(default_factory=lambda: f"CF{uuid4().hex}")
    status: str = "init"
    reason_ended: str | None = None
    ended_by: str | None = None
    sequence: int = 0
    participants: dict[str, Participant] = field(default_factory=dict)
    lonely: asyncio.TimerHandle | None = None
    telling: asyncio.Lock = field(default_factory=asyncio.Lock)


class Rooms:
    """All rooms of the account, ended ones included."""

    def __init__(
        self,
        account_sid: str,
        pace: Pace,
        log: CarrierLog,
        webhooks: Webhooks,
        give_up: Callable[[Call], None],
    ) -> None:
        self.all: dict[str, Room] = {}
        self._open: dict[str, Room] = {}  # by name
        self._of: dict[str, Room] = {}  # by the sid of a call in it
        self._account_sid, self._pace, self._log, self._webhooks = account_sid, pace, log, webhooks
        self._give_up = give_up  # a person who was alone too long hangs up

    def enter(self, call: Call, wish: JoinRoom) -> Participant:
        """Let a call into the room of a name, which is opened where there is none."""
        now = self._pace.now()
        room = self._open.get(wish.name)
        if room is None:
            told = Hook(wish.told, wish.told_method) if wish.told else None
            room = Room(wish.name, told, wish.events, now, now)
            self.all[room.sid] = self._open[room.name] = room
        participant = Participant(call, wish.label, wish.muted, wish.start_on_enter, wish.end_on_exit, now, now)
        room.participants[call.sid], self._of[call.sid] = participant, room
        self._log.note("joined", call=call.sid, room=room.name, conference=room.sid)
        self._tell(room, "join", "participant-join", participant)
        if room.status == "init" and wish.start_on_enter:
            room.status, room.updated_at = "in-progress", now
            self._tell(room, "start", "conference-start")
        self._watch_for_loneliness(room)
        return participant

    def leave(self, call: Call, why: str = "participant_hung_up") -> None:
        """Take a call out of its room, if it is in one; the room may end with it."""
        room = self._of.pop(call.sid, None)
        if room is None:
            return
        participant = room.participants.pop(call.sid)
        participant.left.set()
        if participant.hearing is not None:
            participant.hearing.cancel()
        self._log.note("left", call=call.sid, room=room.name, conference=room.sid)
        self._tell(
            room,
            "leave",
            "participant-leave",
            participant,
            ReasonParticipantLeft=why,
            ParticipantCallStatus=str(call.status),
        )
        if participant.end_on_exit and room.status == "in-progress":
            self.end(room, ENDER_LEFT, ended_by=call.sid)
        elif not room.participants:
            self.end(room, LAST_KICKED if why == "kicked" else LAST_LEFT, ended_by=call.sid)
        else:
            self._watch_for_loneliness(room)

    def end(self, room: Room, reason: str, *, ended_by: str | None = None) -> None:
        """End a room; whoever is still in it leaves."""
        if room.status == "completed":
            return
        room.status, room.updated_at = "completed", self._pace.now()
        room.reason_ended, room.ended_by = reason, ended_by
        self._open.pop(room.name, None)
        for participant in list(room.participants.values()):
            self.leave(participant.call, "conference_ended")
        if room.lonely is not None:
            room.lonely.cancel()
        self._tell(room, "end", "conference-end", ReasonConferenceEnded=reason, CallSidEndingConference=ended_by or "")

    def forget(self) -> None:
        """Drop every room."""
        for room in self._open.values():
            if room.lonely is not None:
                room.lonely.cancel()
        for rooms in (self.all, self._open, self._of):
            rooms.clear()

    def hold(self, room: Room, participant: Participant, *, on: bool, hears: Hook | None = None) -> None:
        """Put a participant on hold, where she `hears` the document of an address, or take her off it."""
        participant.hold, participant.updated_at = on, self._pace.now()
        if participant.hearing is not None:
            participant.hearing.cancel()
        if on and hears is not None:
            sounds = hear_on_hold(participant.call, hears, self._account_sid, self._pace, self._log, self._webhooks)
            participant.hearing = asyncio.create_task(sounds)
        self._tell(room, "hold", "participant-hold" if on else "participant-unhold", participant)

    def mute(self, room: Room, participant: Participant, *, on: bool) -> None:
        """Mute a participant, or let her be heard."""
        participant.muted, participant.updated_at = on, self._pace.now()
        self._tell(room, "mute", "participant-mute" if on else "participant-unmute", participant)

    def coach(self, room: Room, participant: Participant, *, of: str | None) -> None:
        """Let only one call of the room hear a participant, or (None) let everybody."""
        participant.coaches, participant.updated_at = of, self._pace.now()
        self._log.note("coaches", call=participant.call.sid, room=room.name, of=of)

    def _watch_for_loneliness(self, room: Room) -> None:
        if room.lonely is not None:
            room.lonely.cancel()
        calls = [participant.call for participant in room.participants.values()]
        if len(calls) == 1 and calls[0].plan is not None and not calls[0].plan.agent:
            room.lonely = self._pace.later(calls[0].plan.alone, lambda: self._give_up(calls[0]))

    def _tell(self, room: Room, word: str, event: str, about: Participant | None = None, **more: str) -> None:
        if room.told is None or word not in room.events:
            return
        room.sequence += 1
        fields = {
            "AccountSid": self._account_sid,
            "ConferenceSid": room.sid,
            "FriendlyName": room.name,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(room.sequence),
            "Timestamp": written(self._pace.now()) or "",
            **(participant_fields(about) if about else {}),
            **more,
        }
        call = about.call if about else None
        key = (call.orders.to, call.attempt, event, room.sequence) if call else (room.name, event, room.sequence)
        self._webhooks.tell(room.told, fields, key, room.telling)


def participant_fields(participant: Participant) -> dict[str, str]:
    """Return what a conference webhook says of one participant."""
    fields = {
        "CallSid": participant.call.sid,
        "Muted": str(participant.muted).lower(),
        "Hold": str(participant.hold).lower(),
        "Coaching": str(participant.coaches is not None).lower(),
        "EndConferenceOnExit": str(participant.end_on_exit).lower(),
        "StartConferenceOnEnter": str(participant.start_on_enter).lower(),
    }
    if participant.coaches is not None:
        fields["CallSidToCoach"] = participant.coaches
    if participant.label is not None:
        fields["ParticipantLabel"] = participant.label
    return fields
