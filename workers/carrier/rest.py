"""Twilio's REST API: the calls of the account, placed, asked about and ended over HTTP."""

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workers.carrier.calls import Call, CallStatus
from workers.carrier.exchange import Exchange, TooManyCallsError
from workers.carrier.faults import draw
from workers.carrier.log import CarrierLog
from workers.carrier.options import CarrierOptions
from workers.carrier.orders import Form, hook, one, read_orders
from workers.carrier.pages import cut_page, page_resource, within
from workers.carrier.refusals import RefusedError, refusal
from workers.carrier.resources import call_resource
from workers.carrier.webhooks import Webhooks

Answer = Callable[[Request], Awaitable[Response]]
LISTS = "/2010-04-01/Accounts/{account}"


class CallsApi:
    """Calls.json and all under it."""

    def __init__(self, options: CarrierOptions, exchange: Exchange, webhooks: Webhooks, log: CarrierLog) -> None:
        self._options, self._exchange, self._webhooks, self._log = options, exchange, webhooks, log
        self._requests = 0  # each has dice of its own

    @property
    def routes(self) -> list[Route]:
        """Return the addresses that are answered here."""
        return [
            Route(f"{LISTS}/Calls.json", answered(self._options, self.place), methods=["POST"]),
            Route(f"{LISTS}/Calls.json", answered(self._options, self.show_all), methods=["GET"]),
            Route(f"{LISTS}/Calls/{{sid}}.json", answered(self._options, self.show), methods=["GET"]),
            Route(f"{LISTS}/Calls/{{sid}}.json", answered(self._options, self.change), methods=["POST"]),
        ]

    async def place(self, request: Request) -> Response:
        """Place a call; with faults on, the answer may be withheld or wrong although it is dialled."""
        orders = read_orders(await read_form(request))
        self._requests += 1
        faults, dice = self._webhooks.faults, draw(self._options.seed, "request", self._requests)
        throttled, held, broken = (dice.random() < rate for rate in (faults.throttled, faults.held, faults.broken))
        no_funds, caller_refused = (dice.random() < rate for rate in (faults.no_funds, faults.caller_refused))
        for refused, code in ((throttled, 20429), (no_funds, 20005), (caller_refused, 21210)):
            if refused:
                self._log.note("throttled" if throttled else "refused", to=orders.to)
                raise RefusedError(code)
        try:
            call = self._exchange.place(orders)
        except TooManyCallsError:
            raise RefusedError(10004) from None
        if held:
            self._log.note("request_held", call=call.sid)
            await _hold(request, self._options.hold_seconds)
        if held or broken:
            self._log.note("request_broken", call=call.sid)
            raise RefusedError(20500)
        return JSONResponse(call_resource(call, self._options.account_sid), 201)

    async def show_all(self, request: Request) -> Response:
        """Show calls, newest first."""
        query = request.query_params
        if query.get("Status") and query["Status"] not in set(CallStatus):
            raise RefusedError(20001, "Status is not one of a call's")
        found = [
            call_resource(call, self._options.account_sid)
            for call in reversed(self._exchange.book.calls.values())
            if query.get("To") in (None, call.orders.to)
            and query.get("From") in (None, call.orders.from_)
            and query.get("Status") in (None, call.status)
            and not query.get("ParentCallSid")
            and within(call.started_at, query, "StartTime")
            and within(call.ended_at, query, "EndTime")
        ]
        page = cut_page(found, query)
        return JSONResponse(page_resource(page, request.url.path, "calls", query))

    async def show(self, request: Request) -> Response:
        """Show one call."""
        return JSONResponse(call_resource(self._call(request), self._options.account_sid))

    async def change(self, request: Request) -> Response:
        """End a call, or let it go on with another document."""
        call, form = self._call(request), await read_form(request)
        status, start = one(form, "Status"), one(form, "Twiml") or hook(form, "Url", "Method")
        if status not in ("", "canceled", "completed"):
            raise RefusedError(20001, "Status must be canceled or completed")
        if not call.live or (start and call.status is not CallStatus.IN_PROGRESS):
            raise RefusedError(21220)
        if status == "completed":
            self._exchange.complete(call)
        elif status == "canceled":
            self._exchange.cancel(call)
        elif start:
            self._exchange.redirect(call, start)
        return JSONResponse(call_resource(call, self._options.account_sid))

    def _call(self, request: Request) -> Call:
        call = self._exchange.book.calls.get(request.path_params["sid"])
        if call is None:
            raise RefusedError(20404)
        return call


def answered(options: CarrierOptions, answer: Answer) -> Answer:
    """Return an address that checks the account's keys first and writes refusals as Twilio does."""

    async def checked(request: Request) -> Response:
        try:
            _check_keys(request, options)
            return await answer(request)
        except RefusedError as error:
            return refusal(error)

    return checked


async def read_form(request: Request) -> Form:
    """Return the fields of a form, each with all its values."""
    return parse_qs((await request.body()).decode(), keep_blank_values=True)


def _check_keys(request: Request, options: CarrierOptions) -> None:
    scheme, _, written = request.headers.get("Authorization", "").partition(" ")
    try:
        given = base64.b64decode(written, validate=True) if scheme.lower() == "basic" else b""
    except binascii.Error:
        given = b""
    good = [(options.account_sid, options.auth_token), (options.api_key, options.api_secret)]
    keys = [f"{name}:{secret}".encode() for name, secret in good if name and secret]
    if not any(hmac.compare_digest(given, key) for key in keys):
        raise RefusedError(20003)
    if request.path_params["account"] != options.account_sid:
        raise RefusedError(20404)


async def _hold(request: Request, seconds: float) -> None:
    """Keep a request open until its sender has given up."""
    try:
        async with asyncio.timeout(seconds):
            while (await request.receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return
