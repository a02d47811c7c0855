"""Every request of the pages has an id and one log line: how it went, never a name or a number."""

import logging
import time
from http import HTTPStatus
from uuid import uuid4

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)


def log_requests(app: Flask) -> None:
    """Give every request an id and log how it went; the path's pattern only, for paths may hold more."""

    @app.before_request
    def begin() -> None:
        g.request_id = uuid4().hex[:12]
        g.began = time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        if response.mimetype != "application/json" or response.status_code >= HTTPStatus.BAD_REQUEST:
            response.headers["X-Request-Id"] = g.get("request_id", "")  # to be told to us; what went well is not
        if request.endpoint != "static":
            log.info(
                "request",
                extra={
                    "request_id": g.get("request_id"),
                    "method": request.method,
                    "route": str(request.url_rule or "none"),
                    "status": response.status_code,
                    "ms": round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
                },
            )
        return response
