"""Looks whether a connection still lives before it is used again, unless it was used a moment ago."""

import time
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import InvalidatePoolError

QUIET: Final = 1.0  # seconds; on a busy floor every call would ask three times more


def look_at_idle_connections(engine: Engine) -> None:
    """Let the pool replace connections that have died while nobody used them."""

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def look(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("used_at", time.monotonic()) < QUIET:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as dead:
            raise InvalidatePoolError from dead  # the pool makes new ones
