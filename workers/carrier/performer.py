"""Carries out the TwiML that an answered call is given, until it has run out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from workers.carrier.calls import Call, CallStatus, Hook
from workers.carrier.fields import call_fields
from workers.carrier.log import CarrierLog
from workers.carrier.pace import Pace
from workers.carrier.rooms import Rooms
from workers.carrier.twiml import Hangup, JoinRoom, Redirect, TwimlError, Verb, Wait, read_twiml
from workers.carrier.webhooks import WebhookFailedError, Webhooks

APOLOGY_SECONDS = 4.0  # "An application error has occurred": what a person hears when no document came


@dataclass(frozen=True)
class Performer:
    """Performs documents on calls."""

    account_sid: str
    pace: Pace
    log: CarrierLog
    webhooks: Webhooks
    rooms: Rooms
    pick_up: Callable[[Call], None]  # of a call in, which rings until there is something to hear

    async def perform(self, call: Call, start: Hook | str) -> None:
        """Ask an address for its document, or take one as text, and carry it out with all that follow from it."""
        verbs = self._read(call, start, "") if isinstance(start, str) else await self._ask(call, start)
        while verbs is not None:
            verbs = await self._play_through(call, verbs)

    async def _play_through(self, call: Call, verbs: Sequence[Verb]) -> Sequence[Verb] | None:
        """Carry out one document; returns the next one, None where the call is over."""
        for verb in verbs:
            if call.status is CallStatus.RINGING and _is_heard(verb):
                self.pick_up(call)
            match verb:
                case Wait():
                    self.log.note("played", call=call.sid, verb=verb.verb)
                    await self.pace.sleep(verb.seconds)
                case Hangup():
                    return None
                case Redirect():
                    return await self._ask(call, Hook(verb.url, verb.method))
                case JoinRoom():
                    await self._stay_in_room(call, verb)
                    if verb.action is not None:
                        after = Hook(verb.action.url, verb.action.method)
                        return await self._ask(call, after, {"DialCallStatus": "completed"})
        return None

    async def _stay_in_room(self, call: Call, wish: JoinRoom) -> None:
        participant = self.rooms.enter(call, wish)
        timer = self.pace.later(wish.max_seconds, partial(self.rooms.leave, call, "time_limit"))
        try:
            await participant.left.wait()
        finally:
            timer.cancel()
            if not participant.left.is_set():
                self.rooms.leave(call, "participant_updated_via_api")

    async def _ask(self, call: Call, hook: Hook, more: Mapping[str, str] | None = None) -> Sequence[Verb] | None:
        """Ask for a document; where that fails, ask the fallback address; where that fails too, apologise."""
        said = call_fields(call, self.account_sid) | dict(more or {})
        for address in (hook, call.orders.fallback):
            if address is None:
                continue
            try:
                return read_twiml(await self.webhooks.fetch(address, said), address.url)
            except (WebhookFailedError, TwimlError) as failure:
                self.log.note("document_failed", call=call.sid, code=failure.code, why=str(failure))
                said |= {"ErrorCode": str(failure.code), "ErrorUrl": address.url}
        await self.pace.sleep(APOLOGY_SECONDS)
        return None

    def _read(self, call: Call, text: str, base: str) -> Sequence[Verb] | None:
        try:
            return read_twiml(text, base)
        except TwimlError as failure:
            self.log.note("document_failed", call=call.sid, code=failure.code, why=str(failure))
            return None


def _is_heard(verb: Verb) -> bool:
    """Tell whether a verb needs the line open: a Pause before anything else lets it ring on, as with Twilio."""
    return isinstance(verb, JoinRoom) or (isinstance(verb, Wait) and verb.verb != "Pause")
