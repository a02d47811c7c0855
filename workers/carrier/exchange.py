"""The exchange: takes calls, queues them, rings, connects and ends them."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from workers.carrier.call_book import CallBook
from workers.carrier.calls import ENDS, INBOUND, NEVER_RING, Call, CallStatus, Hook, Orders
from workers.carrier.log import CarrierCall, CarrierLog
from workers.carrier.options import CarrierOptions
from workers.carrier.pace import Pace
from workers.carrier.people import DialPlan, Finds, Kind, People
from workers.carrier.performer import Performer
from workers.carrier.progress import DETECTION_SECONDS, Progress
from workers.carrier.rooms import Rooms
from workers.carrier.webhooks import Webhooks

log = logging.getLogger(__name__)


class TooManyCallsError(Exception):
    """The account's limit of simultaneous calls is reached."""


class Exchange:
    """Plays all calls of the account."""

    def __init__(self, options: CarrierOptions, pace: Pace, log: CarrierLog, webhooks: Webhooks) -> None:
        self.book = CallBook()
        self.forced: dict[str, DialPlan] = {}  # numbers whose next dials go as a test says
        self.people = People(options.seed, options.agent_phones, options.lone_seconds)
        self._options, self._pace, self._log = options, pace, log
        self.rooms = Rooms(options.account_sid, pace, log, webhooks, partial(self.hang_up, by="person alone"))
        self._performer = Performer(options.account_sid, pace, log, webhooks, self.rooms, self.pick_up)
        self.missed: Callable[[Call], None] = lambda _call: None  # told of everybody whose phone rang in vain
        self._progress = Progress(options.account_sid, pace, webhooks)
        self._next_slot = pace.now()

    def place(self, orders: Orders) -> Call:
        """Take a call; it is dialled when the account's rate allows.

        Raises:
            TooManyCallsError: nothing is dialled.
        """
        if self.book.number_live() >= self._options.concurrent_calls:
            raise TooManyCallsError
        slot = max(now := self._pace.now(), self._next_slot)
        self._next_slot = slot + timedelta(seconds=1 / self._options.calls_per_second)
        call = self._take(orders, queue_seconds=(slot - now).total_seconds())
        self._run(call, self._dial(call))
        return call

    def take_browser(self, identity: str) -> Call:
        """Take a call of an agent's browser to the TwiML application; it is up at once."""
        voice, told = Hook(self._options.application), Hook(f"{self._options.application}/status")
        call = self._take(Orders("", f"client:{identity}", voice, told=told, direction=INBOUND))
        call.started_at = self._pace.now()
        call.plan = plan = DialPlan(Finds.ANSWER, set_up=0, agent=True)
        self._run(call, self._answer(call, plan))
        return call

    def take_caller(self, orders: Orders, plan: DialPlan) -> Call:
        """Take a call of a person to a number of the customer's; it rings until a document says something."""
        call = self._take(orders)
        call.started_at, call.plan, call.status = self._pace.now(), plan, CallStatus.RINGING
        self._log.note("ringing", call=call.sid)
        self._run(call, self._talk(call, orders.voice or "<Response/>"))
        return call

    def pick_up(self, call: Call) -> None:
        """Open the line of a call in."""
        self._open_line(call, machine=False)

    def end(self, call: Call, status: CallStatus, *, by: str, sip: int | None = None) -> None:
        """End a call, once; it leaves its room, and the customer is told."""
        if not call.live:
            return
        call.status, call.ended_at = status, self._pace.now()
        self.book.end(call)
        for timer in call.timers:
            timer.cancel()
        self._log.note("ended", call=call.sid, status=str(status), by=by)
        self.rooms.leave(call)
        self._progress.tell(call, "completed", sip=sip)
        if call.task is not None and call.task is not asyncio.current_task():
            call.task.cancel()

    def hang_up(self, call: Call, *, by: str = "person") -> None:
        """End an answered call, or her own that still rings, from the person's side."""
        if call.status is CallStatus.IN_PROGRESS:
            self.end(call, CallStatus.COMPLETED, by=by, sip=200)
        elif call.inbound and call.live:
            self.end(call, CallStatus.NO_ANSWER, by=by, sip=487)

    def cancel(self, call: Call) -> None:
        """End a call that is not answered yet; an answered one goes on."""
        if call.status in (CallStatus.QUEUED, CallStatus.RINGING):
            self.end(call, CallStatus.CANCELED, by="request", sip=487)

    def complete(self, call: Call) -> None:
        """End a call in whatever state it is."""
        self.cancel(call)
        self.end(call, CallStatus.COMPLETED, by="request", sip=200)

    def redirect(self, call: Call, start: Hook | str) -> None:
        """Let an answered call go on with another document."""
        if call.task is not None:
            call.task.cancel()
        self.rooms.leave(call, "participant_updated_via_api")
        self._run(call, self._talk(call, start))

    def remember(self, told: CarrierCall) -> None:
        """Take up a call of an earlier run from the log; one that was live then ended with that run."""
        call = self.book.enter_earlier(told, now=self._pace.now())
        if told.live:
            self._log.note("ended", call=call.sid, status=str(call.status), by="carrier restart")

    def forget(self) -> None:
        """Drop every call and room and all that was forced, without a word to anybody."""
        for call in self.book.calls.values():
            if call.live and call.task is not None:
                self._log.note("ended", call=call.sid, status=str(CallStatus.FAILED), by="carrier stop")
                call.task.cancel()
            for timer in call.timers:
                timer.cancel()
        self.rooms.forget()
        self.book.clear()
        self.forced.clear()
        self._next_slot = self._pace.now()

    def _take(self, orders: Orders, *, queue_seconds: float = 0.0) -> Call:
        call = Call(f"CA{uuid4().hex}", orders, 0, self._pace.now(), queue_seconds)
        self.book.enter(call)
        kinds = {"agent": self.people.kind(call.person) is Kind.AGENT, "inbound": call.inbound}
        ends = {"to": orders.to, "from": orders.from_}
        self._log.note("placed", call=call.sid, queued=round(queue_seconds, 3), **kinds, **ends)
        return call

    def _open_line(self, call: Call, *, machine: bool) -> None:
        call.status, call.answered_at = CallStatus.IN_PROGRESS, self._pace.now()
        self._log.note("answered", call=call.sid, machine=machine)
        if call.plan is not None and call.plan.stays is not None:
            call.timers.append(self._pace.later(call.plan.stays, partial(self.hang_up, call)))

    def _run(self, call: Call, work: Coroutine[Any, Any, None]) -> None:
        call.task = asyncio.get_running_loop().create_task(work)
        call.task.add_done_callback(partial(self._notice_crash, call))

    def _notice_crash(self, call: Call, task: asyncio.Task[None]) -> None:
        problem = None if task.cancelled() else task.exception()
        if problem is not None:
            log.error("call_crashed", exc_info=problem, extra={"carrier_call_id": call.sid})
            self.end(call, CallStatus.FAILED, by="crash")

    async def _dial(self, call: Call) -> None:
        """Let one dial happen, from its turn in the queue to the end of the talk."""
        await self._pace.sleep(call.queue_seconds)
        call.started_at = now = self._pace.now()
        call.plan = plan = self.forced.get(call.orders.to) or self.people.plan_dial(call.orders.to, call.attempt, now)
        self._log.note("dialled", call=call.sid)
        self._progress.tell(call, "initiated")
        await self._pace.sleep(plan.set_up)
        finds = Finds.BUSY if not plan.agent and self.book.in_use(call.orders.to) else plan.finds
        if finds not in NEVER_RING:
            call.status = CallStatus.RINGING
            self._log.note("ringing", call=call.sid)
            self._progress.tell(call, "ringing")
            if finds is Finds.SILENCE or plan.rings > call.orders.ring_seconds:
                finds = Finds.SILENCE
                await self._pace.sleep(call.orders.ring_seconds)
            else:
                await self._pace.sleep(plan.rings)
        if finds is Finds.ANSWER:
            await self._answer(call, plan)
        else:
            status, sip = ENDS[finds]
            self.end(call, status, by="network", sip=sip)
            if finds is Finds.SILENCE:
                self.missed(call)

    async def _answer(self, call: Call, plan: DialPlan) -> None:
        self._open_line(call, machine=plan.machine)
        self._progress.tell(call, "answered")
        limit = partial(self.end, call, CallStatus.COMPLETED, by="time limit", sip=200)
        call.timers.append(self._pace.later(call.orders.max_seconds, limit))
        if call.orders.detects_machines and call.orders.detection is not None:
            heard = partial(self._progress.note_who_answered, call, plan)
            call.timers.append(self._pace.later(DETECTION_SECONDS, heard))
        elif call.orders.detects_machines:
            await self._pace.sleep(DETECTION_SECONDS)
            self._progress.note_who_answered(call, plan)
        await self._talk(call, call.orders.twiml or call.orders.voice or "<Response/>")

    async def _talk(self, call: Call, start: Hook | str) -> None:
        await self._performer.perform(call, start)
        self.end(call, CallStatus.COMPLETED, by="document", sip=200)
