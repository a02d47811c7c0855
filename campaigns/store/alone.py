"""Who is alone with a thing: one process at a time, by an advisory lock that PostgreSQL forgets when its holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import func, select

from campaigns.store.session import Database


@contextmanager
def alone_with(db: Database, work: str, id_: UUID, *, wait: bool = False) -> Iterator[bool]:
    """Say whether nobody else does this work on this thing now, or wait until that is so."""
    key = func.hashtextextended(f"{work}:{id_}", 0)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if wait:
            connection.execute(select(func.pg_advisory_lock(key)))
        alone = wait or bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        try:
            yield alone
        finally:
            if alone:
                connection.execute(select(func.pg_advisory_unlock(key)))
