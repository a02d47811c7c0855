"""The one way to a transaction, and the one door through which jobs and messages leave after its commit."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError as DatabaseTrouble  # that, and whatever else it refuses to do
from sqlalchemy.exc import OperationalError as DatabaseAway  # what edges catch: no way to it, or an OtherShapeError
from sqlalchemy.orm import Session  # use cases name the type and nothing else of SQLAlchemy

from campaigns.store.brief_cursors import BriefCursor
from campaigns.store.idle_connections import look_at_idle_connections
from campaigns.store.one_write import OneWriteSession
from campaigns.store.open_streams import end_streams
from campaigns.store.other_shapes import OtherShapeError, Shape, notice_other_shapes, why_away
from campaigns.store.scopes import EVERYTHING, NOBODY, Scope, enter_scope

__all__ = [
    "EVERYTHING",
    "NOBODY",
    "Bells",
    "Database",
    "DatabaseAway",
    "DatabaseTrouble",
    "OtherShapeError",
    "Patience",
    "Scope",
    "Session",
    "Shape",
    "enqueue",
    "enter_scope",
    "tell",
    "why_away",
]

PLACE: Final = "place_call"
# Times after which a statement is prepared. It is planned anew for each time before that, and for five more: of a desk's
# longest statements, on each connection, a whole second of a processor after every start.
ASKED_BEFORE: Final = 1
CALLS_OF_A_JOB: Final = 4  # few, so that all workers have some and none waits long behind the others

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Patience:
    """How long one statement may take, and wait for a lock, until PostgreSQL gives it up (which edges see as DatabaseAway)."""

    statement: timedelta
    lock: timedelta


class Bells(Protocol):
    """Rings what waits elsewhere; a lost ring is rung again by upkeep, so it may fail but not lie."""

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        """Put a job on a queue: `dial`, `ingest`, `reports` or `upkeep`."""

    def tell(self, *topics: str) -> None:
        """Say that things changed: `agent:<session id>`, `floor:<campaign id>`, `list:<list id>`, `dialler`."""


@dataclass(frozen=True)
class _AllBut:
    """Rings all bells but one."""

    silent: str
    bells: Bells

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        self.bells.enqueue(queue, job, *ids)

    def tell(self, *topics: str) -> None:
        self.bells.tell(*(topic for topic in topics if topic != self.silent))


class Database:
    """PostgreSQL as one process sees it.

    What it has opened stays open: in a rush, connections beyond `pool_size` would be made and thrown away with all that
    they have prepared. The one used last is used next.
    """

    def __init__(self, url: str, bells: Bells, *, pool_size: int = 10, patience: Patience | None = None) -> None:
        self.engine = create_engine(
            url,
            pool_size=2 * pool_size,
            max_overflow=0,
            pool_use_lifo=True,
            hide_parameters=True,
            connect_args={"cursor_factory": BriefCursor, "prepare_threshold": ASKED_BEFORE},
        )
        look_at_idle_connections(self.engine)
        notice_other_shapes(self.engine)
        self.bells = bells
        self.patience = patience

    @contextmanager
    def transaction(
        self, scope: Scope, *, one_moment: bool = False, may_be_lost: bool = False, plan_once: bool = False
    ) -> Iterator[Session]:
        """Open a session that commits at the end, then let its jobs and messages leave.

        With `one_moment` all its reads show the same moment, whatever others commit meanwhile. With `may_be_lost` its
        end does not wait for the disk: should PostgreSQL die in that instant, it is as if it had not been. That is for
        what is learned anew from the carrier (telephony.md section 5, rows 4, 5 and 9), and for what nobody outside has
        heard of yet; whatever commits later and waits for the disk takes it along.

        With `plan_once` a prepared statement keeps one plan, made for no values in particular. That is for long
        statements that find a few rows by their keys, of which planning takes most; and none of them may need to know a
        value to use a partial index (`status = 'callback'` as a word of the statement, not as a fact given along).
        """
        with OneWriteSession(self.engine, expire_on_commit=False) as session:
            with session.begin():
                if one_moment:
                    session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
                if self.patience:
                    keep_patience(session, self.patience)
                enter_scope(session, scope, may_be_lost=may_be_lost, plan_once=plan_once)
                try:
                    yield session
                finally:
                    end_streams(session)
            self._ring(session)

    def without_telling(self, topic: str) -> "Database":
        """Return the same database, whose transactions do not say that this has changed: whoever asks is answered with it."""
        quiet = copy(self)
        quiet.bells = _AllBut(topic, self.bells)
        return quiet

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _ring(self, session: Session) -> None:
        jobs: list[tuple[str, ...]] = session.info.get("jobs", [])
        topics: dict[str, None] = session.info.get("topics", {})
        try:
            for queue, job, ids in _together(jobs):
                self.bells.enqueue(queue, job, *ids)
            if topics:
                self.bells.tell(*topics)
        except _no_redis():
            log.warning("bell_lost", extra={"jobs": len(jobs), "topics": len(topics)})


def _no_redis() -> type[Exception]:
    """Return what tells that a bell could not be rung; asked only then, for who reads a share of a list has no Redis."""
    from redis.exceptions import RedisError  # 8 MiB

    return RedisError


def _together(jobs: list[tuple[str, ...]]) -> Iterator[tuple[str, str, list[str]]]:
    """Let one job place a few calls that were intended together: the queue takes nearly as long for each as a call."""
    waiting: list[str] = []
    for queue, job, *ids in jobs:
        if job != PLACE:
            yield queue, job, ids
            continue
        waiting += ids
    for first in range(0, len(waiting), CALLS_OF_A_JOB):
        yield "dial", PLACE, waiting[first : first + CALLS_OF_A_JOB]


def keep_patience(session: Session, patience: Patience) -> None:
    """Limit every statement of the running transaction."""
    limits = text("SELECT set_config('statement_timeout', :statement, true), set_config('lock_timeout', :lock, true)")
    times = {"statement": patience.statement, "lock": patience.lock}
    session.execute(limits, {name: f"{round(time.total_seconds() * 1000)}ms" for name, time in times.items()})


def enqueue(session: Session, queue: str, job: str, *ids: UUID | str) -> None:
    """Put a job on a queue once this transaction has committed."""
    session.info.setdefault("jobs", []).append((queue, job, *map(str, ids)))


def tell(session: Session, topic: str) -> None:
    """Say that something changed once this transaction has committed; one message per topic."""
    session.info.setdefault("topics", {})[topic] = None
