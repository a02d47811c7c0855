"""One leader at a time for work that must not be done by two processes, by an advisory lock of PostgreSQL."""

from datetime import timedelta
from types import TracebackType
from typing import Final, Self
from zlib import crc32

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

DIALLER: Final = "dialler"
_LED: Final = text("""
  SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = :key AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
""")
_CLOSE_AFTER: Final = text("SELECT set_config('idle_session_timeout', :ms, false)")


def somebody_leads(session: Session, name: str) -> bool:
    """Tell whether a process leads the work of a name at this moment."""
    return bool(session.scalar(_LED, {"key": _key(name)}))


def _key(name: str) -> int:
    return crc32(name.encode())


class Leadership:
    """Holds a lock on a connection of its own that no pool shares; losing the connection loses the lead.

    Who has not asked for `silent_after` (wall time) is taken to hang: PostgreSQL closes the connection, another may lead.
    """

    def __init__(self, url: str, name: str, *, silent_after: timedelta = timedelta(seconds=30)) -> None:
        self.engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self.key = _key(name)
        self.silent_after = silent_after
        self.connection: Connection | None = None

    def is_mine(self) -> bool:
        """Tell whether this process leads, taking the lead when nobody has it; reconnects after a loss.

        Raises:
            OperationalError: PostgreSQL is away, or has taken the lead from one who was silent; ask again.
        """
        held = text(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND objid = :key) OR pg_try_advisory_lock(:key)"
        )
        if self.connection is None:
            self.connection = self.engine.connect()
            self.connection.execute(_CLOSE_AFTER, {"ms": str(round(self.silent_after.total_seconds() * 1000))})
        try:
            return bool(self.connection.scalar(held, {"key": self.key}))
        except DBAPIError:
            self.let_go()
            raise

    def let_go(self) -> None:
        """Give up the lead with its connection."""
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.invalidate()  # closed at the server, too, where it still lives
            connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.let_go()
        self.engine.dispose()
