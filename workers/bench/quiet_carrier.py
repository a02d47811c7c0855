"""A carrier that takes every call and lets none of them go on: who sends most to it is measured."""

import sys
import time
from urllib.parse import parse_qs
from uuid import uuid4

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

PLACE = "/2010-04-01/Accounts/{account}/Calls.json"  # Twilio's
_arrived: list[float] = []


async def take(request: Request) -> Response:
    """Take a call, as the sandbox carrier does, and note when."""
    form = parse_qs((await request.body()).decode())
    _arrived.append(time.monotonic())
    return JSONResponse({"sid": f"CA{uuid4().hex}", "to": form["To"][0], "status": "queued", "queue_time": "0"}, 201)


async def arrivals(_request: Request) -> Response:
    """Tell when calls have come."""
    return JSONResponse(_arrived)


async def forget(_request: Request) -> Response:
    """Begin anew."""
    _arrived.clear()
    return Response(status_code=204)


app = Starlette(
    routes=[
        Route(PLACE, take, methods=["POST"]),
        Route("/arrivals", arrivals, methods=["GET"]),
        Route("/arrivals", forget, methods=["DELETE"]),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
