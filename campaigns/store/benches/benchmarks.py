"""What a bare COPY of the same rows takes, for a benchmark to compare an import with: no walls, keys or indexes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from psycopg import Connection
from psycopg.sql import SQL, Identifier
from sqlalchemy import event, text

from campaigns.store.session import Database

STORED: Final = ("list_file_parts", "list_rows", "beneficiaries", "beneficiary_phones")  # what an import fills
OPENS_CASES: Final = "INSERT INTO cases"
_BLOCK: Final = 1 << 20


@contextmanager
def opening_of_cases(db: Database) -> Iterator[list[float]]:
    """Yield a list to which each statement that opens cases adds the seconds that it took."""
    seconds: list[float] = []
    began: dict[int, float] = {}

    def before(_: object, cursor: object, statement: str, *__: object) -> None:
        if OPENS_CASES in statement:
            began[id(cursor)] = time.perf_counter()

    def after(_: object, cursor: object, *__: object) -> None:
        if id(cursor) in began:
            seconds.append(time.perf_counter() - began.pop(id(cursor)))

    event.listen(db.engine, "before_cursor_execute", before)
    event.listen(db.engine, "after_cursor_execute", after)
    try:
        yield seconds
    finally:
        event.remove(db.engine, "before_cursor_execute", before)
        event.remove(db.engine, "after_cursor_execute", after)


def write_stored_rows(db: Database, folder: Path) -> None:
    """Write the rows of the tables that an import fills, in COPY's own text form, one file each."""
    with db.engine.begin() as connection:
        driver = _driver(connection.connection.driver_connection)
        for table in STORED:
            out = SQL("COPY {} TO STDOUT").format(Identifier(table))
            with driver.cursor() as cursor, cursor.copy(out) as copy, (folder / table).open("wb") as file:
                for block in copy:
                    file.write(block)


def make_bare_tables(db: Database) -> None:
    """Make tables with the same columns and nothing else."""
    with db.engine.begin() as connection:
        for table in STORED:
            connection.execute(text(f"CREATE TABLE bare_{table} (LIKE {table})"))


def copy_into_bare_tables(db: Database, folder: Path) -> None:
    """COPY what was written into the bare tables, in one transaction."""
    with db.engine.begin() as connection:
        driver = _driver(connection.connection.driver_connection)
        for table in STORED:
            into = SQL("COPY {} FROM STDIN").format(Identifier(f"bare_{table}"))
            with driver.cursor() as cursor, cursor.copy(into) as copy, (folder / table).open("rb") as file:
                while block := file.read(_BLOCK):
                    copy.write(block)


def make_checkpoint(db: Database) -> None:
    """Let the server finish its earlier writing, so that it is not counted to what comes next."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CHECKPOINT"))


def _driver(connection: object) -> Connection:
    if not isinstance(connection, Connection):
        raise TypeError(connection)
    return connection
