"""Streams the rows of a query while PostgreSQL still looks for the next ones, in flat memory on both sides.

A server-side cursor makes each wait for the other: PostgreSQL rests while we write, and we while it reads.
"""

from collections.abc import Generator, Iterator
from typing import Any, Final

import orjson
from psycopg import Connection
from psycopg.types.json import set_json_loads
from sqlalchemy import Select
from sqlalchemy.orm import Session

from campaigns.store.open_streams import STREAMS

TOGETHER: Final = 500  # rows


def streamed(session: Session, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Give the rows as the driver reads them; until they are all read the session can do nothing else.

    Whoever leaves before the last row takes back all that the transaction has written: PostgreSQL is told to stop.
    """
    connection = session.connection()
    statement = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    driver = connection.connection.driver_connection
    if not isinstance(driver, Connection):
        raise TypeError(driver)
    rows = _rows(driver, statement)
    session.info.setdefault(STREAMS, []).append(rows)
    return rows


def _rows(driver: Connection[Any], statement: str) -> Generator[tuple[Any, ...], None, None]:
    with driver.cursor() as cursor:
        set_json_loads(orjson.loads, cursor)
        yield from cursor.stream(statement, size=TOGETHER)
