"""Log lines of the pages: one JSON object a line, a constant event and ids; never a name or a number."""

import json
import logging
import sys
import time
from uuid import uuid4

from flask import Flask, Response, g, request

log = logging.getLogger(__name__)
_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName", "color_message"}


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {"at": self.formatTime(record), "level": record.levelname.lower(), "event": record.getMessage()}
        line |= {name: value for name, value in vars(record).items() if name not in _ORDINARY}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str, ensure_ascii=False)


def write_json_lines() -> None:
    """Send this process's log to the standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def log_requests(app: Flask) -> None:
    """Give every request an id and log how it went; the path's pattern only, for paths may hold more."""

    @app.before_request
    def begin() -> None:
        g.request_id = uuid4().hex[:12]
        g.began = time.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
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
