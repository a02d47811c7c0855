"""A gate within an import: whoever stores a certain row of a list stops there until the gate is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, text

from campaigns.store.session import Database
from tests.given_live import until

KEY: Final = 7_102_026
LONG: Final = "Name,Mobile,District\n" + "".join(f"Person {n},94190{n:05d},Bandipora\n" for n in range(12_000))
ROWS: Final = 12_001  # of LONG
GATE: Final = 7_000  # a row in the midst of LONG
STOP = text(f"""
    CREATE OR REPLACE FUNCTION stop_at_gate() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock_shared({KEY}); RETURN NEW; END'
""")
TRIGGER: Final = "CREATE TRIGGER gate BEFORE {event} ON list_rows FOR EACH ROW WHEN (NEW.row = {row}) EXECUTE FUNCTION stop_at_gate()"
HERE: Final = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"  # others test beside us
WAITS = text(f"SELECT count(*) FROM pg_locks WHERE {HERE} AND locktype = 'advisory' AND objid = :key AND NOT granted")  # noqa: S608


class Gate:
    """Closed until it is opened."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.connection.execute(text(f"SELECT pg_advisory_lock({KEY})"))

    def reached(self) -> None:
        """Wait until an import stands before the gate."""
        until(lambda: bool(self.connection.scalar(WAITS, {"key": KEY})))

    def open(self) -> None:
        """Let go whoever stands before the gate, and whoever comes."""
        self.connection.execute(text("SELECT pg_advisory_unlock_all()"))


@contextmanager
def gate_within_lists(db: Database, event: str = "INSERT", row: int = GATE) -> Iterator[Gate]:
    """Put the gate before a row of every list that is imported, or mended."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(STOP)
        connection.execute(text(TRIGGER.format(event=event, row=row)))
        gate = Gate(connection)
        try:
            yield gate
        finally:
            gate.open()
            connection.execute(text("DROP TRIGGER gate ON list_rows"))
            connection.execute(text("DROP FUNCTION stop_at_gate"))
