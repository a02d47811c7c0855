"""Streams the rows of a query while PostgreSQL still looks for the next ones, in flat memory on both sides.

A server-side cursor makes each wait for the other: PostgreSQL rests while we write, and we while it reads.
"""

from collections.abc import Iterator
from typing import Any, Final

from psycopg import Connection
from sqlalchemy import Select
from sqlalchemy.orm import Session

TOGETHER: Final = 500  # rows


def streamed(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Give the rows as the driver reads them; until they are all read the session can do nothing else."""
    connection = session.connection()
    statement = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    driver = connection.connection.driver_connection
    if not isinstance(driver, Connection):
        raise TypeError(driver)
    with driver.cursor() as cursor:
        yield from cursor.stream(statement, size=TOGETHER)
