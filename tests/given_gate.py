"""A gate within an import: whoever stores a certain row of a list stops there until the gate is opened."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
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
TRIGGER: Final = "CREATE TRIGGER gate BEFORE {event} ON {table} FOR EACH ROW WHEN (NEW.{column} = {row}) EXECUTE FUNCTION stop_at_gate()"
HERE: Final = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"  # others test beside us
WAITS = text(f"SELECT count(*) FROM pg_locks WHERE {HERE} AND locktype = 'advisory' AND objid = :key AND NOT granted")  # noqa: S608

CUT = text(f"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE {HERE} AND objid = :key AND NOT granted")  # noqa: S608


class Gate:
    """Closed until it is opened."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.connection.execute(text(f"SELECT pg_advisory_lock({KEY})"))

    def reached(self) -> None:
        """Wait until an import stands before the gate."""
        until(lambda: bool(self.connection.scalar(WAITS, {"key": KEY})))

    def cut_off(self) -> None:
        """Cut the connection of whoever stands before the gate."""
        self.connection.execute(CUT, {"key": KEY})

    def open(self) -> None:
        """Let go whoever stands before the gate, and whoever comes."""
        self.connection.execute(text("SELECT pg_advisory_unlock_all()"))


def gate_within_lists(db: Database, event: str = "INSERT", row: int = GATE) -> AbstractContextManager[Gate]:
    """Put the gate before a row of every list that is imported, or mended."""
    return _gate(db, "list_rows", "row", event, row)


def gate_within_cases(db: Database, row: int) -> AbstractContextManager[Gate]:
    """Put the gate before the case of a row of every list that is approved."""
    return _gate(db, "cases", "list_row", "INSERT", row)


@contextmanager
def _gate(db: Database, table: str, column: str, event: str, row: int) -> Iterator[Gate]:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(STOP)
        connection.execute(text(TRIGGER.format(table=table, column=column, event=event, row=row)))
        gate = Gate(connection)
        try:
            yield gate
        finally:
            gate.open()
            connection.execute(text(f"DROP TRIGGER gate ON {table}"))
            connection.execute(text("DROP FUNCTION stop_at_gate"))
