"""What a test or a demo does to the network itself, under /sandbox/: look, force, hang up, change the faults, reset."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from twilio.jwt import JwtDecodeError
from twilio.jwt.access_token import AccessToken

from workers.carrier.callers import Callers
from workers.carrier.exchange import Exchange
from workers.carrier.faults import draw, read_faults
from workers.carrier.hearing import heard_by
from workers.carrier.options import CarrierOptions
from workers.carrier.pace import Pace
from workers.carrier.people import DialPlan, Finds, Kind, plan_for
from workers.carrier.rooms import Room
from workers.carrier.webhooks import Webhooks

Answer = Callable[[Request], Awaitable[Response]]


class Controls:
    """The sandbox's own addresses; they have no keys, so the carrier listens on loopback."""

    def __init__(
        self, options: CarrierOptions, pace: Pace, exchange: Exchange, webhooks: Webhooks, callers: Callers
    ) -> None:
        self._options, self._pace, self._exchange, self._webhooks = options, pace, exchange, webhooks
        self._callers = callers

    @property
    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [
            Route("/sandbox/health", self.health, methods=["GET"]),
            Route("/sandbox/state", self.state, methods=["GET"]),
            Route("/sandbox/quiet", self.quiet, methods=["GET"]),
            Route("/sandbox/faults", _answered(self.set_faults), methods=["PUT", "POST"]),
            Route("/sandbox/people/{number}", _answered(self.force), methods=["PUT", "POST"]),
            Route("/sandbox/calls/{sid}/hang-up", self.hang_up, methods=["POST"]),
            Route("/sandbox/callers", _answered(self.ring), methods=["POST"]),
            Route("/sandbox/browsers", _answered(self.take_browser), methods=["POST"]),
            Route("/sandbox/reset", self.reset, methods=["POST"]),
        ]

    async def health(self, _request: Request) -> Response:
        """Tell that the carrier is up, its time, and how much it has to do."""
        calls = self._exchange.book.calls.values()
        live = sum(call.live for call in calls)
        return JSONResponse({"ok": True, "now": self._pace.now().isoformat(), "calls": len(calls), "live": live})

    async def state(self, _request: Request) -> Response:
        """Show live calls, open rooms, faults and who is forced."""
        calls = [call for call in self._exchange.book.calls.values() if call.live]
        rooms = [room for room in self._exchange.rooms.all.values() if room.status != "completed"]
        return JSONResponse(
            {
                "now": self._pace.now().isoformat(),
                "speed": self._options.clock.speed,
                "seed": self._options.seed,
                "faults": self._webhooks.faults.as_json(),
                "calls": [{"sid": call.sid, "to": call.orders.to, "status": str(call.status)} for call in calls],
                "rooms": [_shown(room) for room in rooms],
                "forced": sorted(self._exchange.forced),
            }
        )

    async def quiet(self, request: Request) -> Response:
        """Answer when every call has ended and all that is told of it has left."""
        await self._exchange.book.quiet()
        await self._webhooks.quiet()
        return await self.health(request)

    async def set_faults(self, request: Request) -> Response:
        """Set all rates; those not named are 0."""
        self._webhooks.faults = read_faults(await _object(request))
        return JSONResponse(self._webhooks.faults.as_json())

    async def force(self, request: Request) -> Response:
        """Say what every further dial of a number finds: a kind of person, or {"finds": …, "rings": …, "stays": …}."""
        number, wish = request.path_params["number"], await _object(request)
        plan = _kind_of_plan(number, wish["kind"], self._options) if "kind" in wish else _plan(wish)
        self._exchange.forced[number] = plan
        return JSONResponse({"number": number, "finds": str(plan.finds)})

    async def hang_up(self, request: Request) -> Response:
        """Let the person on a call hang up."""
        call = self._exchange.book.calls.get(request.path_params["sid"])
        if call is None:
            return JSONResponse({"error": "There is no such call."}, 404)
        self._exchange.hang_up(call)
        return JSONResponse({"sid": call.sid, "status": str(call.status)})

    async def ring(self, request: Request) -> Response:
        """Let a phone ring a number of the customer's: {"from": …, "to": …, "hangs_up_after": seconds of ringing}."""
        wish = await _object(request)
        phone, number, patience = str(wish.get("from", "")), str(wish.get("to", "")), wish.get("hangs_up_after")
        if not phone or not number.startswith("+"):
            raise ValueError("Say who rings (from) and which number of the customer's (to).")
        if patience is not None and not isinstance(patience, int | float):
            raise ValueError("hangs_up_after must be a number of seconds.")
        call = self._callers.ring(phone, number, hangs_up_after=patience)
        return JSONResponse({"sid": call.sid}, 201)

    async def take_browser(self, request: Request) -> Response:
        """Let an agent's browser call the TwiML application, with the token that Twilio's browser library is given."""
        token = str((await _object(request)).get("token", ""))
        if not self._options.api_secret:  # without one, any token would do
            raise ValueError("This carrier has no API secret.")
        try:
            identity = AccessToken.from_jwt(token, self._options.api_secret).payload["grants"]["identity"]
        except (JwtDecodeError, KeyError) as problem:
            raise ValueError(f"The token is not good: {problem}") from None
        return JSONResponse({"sid": self._exchange.take_browser(identity).sid}, 201)

    async def reset(self, _request: Request) -> Response:
        """Forget every call, room, force and fault, without a word to anybody."""
        self._callers.forget()
        self._exchange.forget()
        self._webhooks.faults = self._options.faults
        return JSONResponse({"ok": True})


def _shown(room: Room) -> dict[str, Any]:
    return {"name": room.name, "sid": room.sid, "calls": list(room.participants), "heard_by": heard_by(room)}


def _plan(wish: dict[str, Any]) -> DialPlan:
    names = {field.name for field in fields(DialPlan)}
    if unknown := set(wish) - names:
        raise ValueError(f"There is no {', '.join(sorted(unknown))} in a dial; there are {', '.join(sorted(names))}.")
    for name in ("set_up", "rings", "stays", "alone"):
        if not isinstance(wish.get(name, 0), int | float):
            raise ValueError(f"{name} must be a number of seconds.")
    usual: dict[str, Any] = {"set_up": 1.0, "rings": 5.0}
    return DialPlan(**(usual | wish | {"finds": Finds(wish.get("finds", "answer"))}))


def _kind_of_plan(number: str, kind: str, options: CarrierOptions) -> DialPlan:
    chance = 0.0 if Kind(kind) in (Kind.NEVER_ANSWERS, Kind.SWITCHED_OFF, Kind.UNALLOCATED, Kind.REJECTS) else 1.0
    if Kind(kind) is Kind.BUSY_OFTEN:
        chance = 0.0
    return plan_for(Kind(kind), draw(options.seed, number, "forced"), chance, options.lone_seconds)


def _answered(answer: Answer) -> Answer:
    async def checked(request: Request) -> Response:
        try:
            return await answer(request)
        except ValueError as problem:
            return JSONResponse({"error": str(problem)}, 400)

    return checked


async def _object(request: Request) -> dict[str, Any]:
    body = json.loads(await request.body() or b"{}")
    if not isinstance(body, dict):
        raise ValueError("The body must be a JSON object.")
    return body
