"""Who is alone with a thing: one process at a time, by an advisory lock that PostgreSQL forgets when its holder dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from campaigns.store.session import Database

_HELD: Final = text("""
  SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND (CAST(classid AS bigint) << 32) | CAST(objid AS bigint) = hashtextextended(:thing, 0)
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
""")


def somebody_is_at(session: Session, work: str, id_: UUID) -> bool:
    """Tell whether a living process does this work on this thing now."""
    return bool(session.scalar(_HELD, {"thing": f"{work}:{id_}"}))


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
