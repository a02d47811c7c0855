"""The sandbox carrier as an ASGI app: everything put together, started and stopped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from workers.carrier.callers import Callers
from workers.carrier.controls import Controls
from workers.carrier.exchange import Exchange
from workers.carrier.log import CarrierLog, read_log
from workers.carrier.options import CarrierOptions
from workers.carrier.pace import Pace
from workers.carrier.refusals import RefusedError, refusal
from workers.carrier.rest import CallsApi
from workers.carrier.rest_numbers import NumbersApi
from workers.carrier.rest_rooms import RoomsApi
from workers.carrier.webhooks import Webhooks


def carrier_app(options: CarrierOptions) -> Starlette:
    """Return a carrier; with a log of an earlier run it knows that run's calls."""
    pace = Pace(options.clock)
    earlier = read_log(options.log) if options.log else []
    log = CarrierLog(options.log, pace)
    webhooks = Webhooks(options, pace, log)
    exchange = Exchange(options, pace, log, webhooks)
    callers = Callers(options, pace, exchange)
    exchange.missed = callers.note_missed
    for call in earlier:
        exchange.remember(call)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        log.note("started", seed=options.seed, speed=options.clock.speed, faults=options.faults.as_json())
        yield
        callers.forget()
        exchange.forget()
        await webhooks.close()
        log.note("stopped")
        log.close()

    async def not_found(_request: Request, _problem: Exception) -> Response:
        return refusal(RefusedError(20404))

    routes = [
        *CallsApi(options, exchange, webhooks, log).routes,
        *NumbersApi(options, webhooks).routes,
        *RoomsApi(options, exchange.rooms).routes,
        *Controls(options, pace, exchange, webhooks, callers).routes,
    ]
    return Starlette(routes=routes, lifespan=lifespan, exception_handlers={404: not_found})
