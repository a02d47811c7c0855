"""Writes what a step of a call changes in one statement: each row by itself would be a way to PostgreSQL and back."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import uuid4

from sqlalchemy import bindparam, inspect, text
from sqlalchemy.orm import Session, make_transient, make_transient_to_detached
from sqlalchemy.orm.exc import StaleDataError

from campaigns.store.ready_statements import Ready
from campaigns.store.tables import AgentSession, AgentSessionMove, Call, CallMove, Case, CaseMove, Table

MOST: Final = 8  # rows; of more than one call, rows alike are written together by SQLAlchemy itself
MOVED: Final = {Call: 0, Case: 1, AgentSession: 2}  # in the order in which they are locked
MOVES: Final = {CallMove: 3, CaseMove: 4, AgentSessionMove: 5}
# A mended place takes all that was counted of a person along, as it stood before: by itself.
OF_PLACE: Final = frozenset({"state_id", "district_id", "block_id", "weight"})


class _Row(NamedTuple):
    """A row to be written: of which class, whether new, and the columns that are written."""

    kind: type[Table]
    columns: tuple[str, ...]
    entity: Any


class OneWriteSession(Session):
    """A session that writes a few changed calls, cases and agents, with their moves, at once; all else as ever."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        """Write what has changed.

        Raises:
            StaleDataError: where a row is not there any more.
        """
        rows = None if objects or self.deleted else self._few_rows()
        if rows is None:
            super().flush(objects)
            return
        if rows:
            self._write(rows)
        for entity in self.new:
            self.expunge(entity)  # a move is read by nobody who has written it
        for entity in self.dirty:
            make_transient(entity)
            make_transient_to_detached(entity)
            self.add(entity)  # as it stands now in PostgreSQL

    def _few_rows(self) -> list[_Row] | None:
        """Return what is to be written, in its order; None where it is more than this, or something else."""
        new, changed = list(self.new), list(self.dirty)
        if len(new) + len(changed) > MOST:
            return None
        if any(type(entity) not in MOVES for entity in new) or any(type(entity) not in MOVED for entity in changed):
            return None
        rows = [_Row(type(entity), changes, entity) for entity in changed if (changes := _changes_of(entity))]
        if any(not OF_PLACE.isdisjoint(row.columns) for row in rows):
            return None
        rows.sort(key=lambda row: (MOVED[row.kind], row.entity.id))
        return rows + sorted((_row_of(move) for move in new), key=lambda row: MOVES[row.kind])

    def _write(self, rows: list[_Row]) -> None:
        facts = dict[str, Any]()
        for number, row in enumerate(rows):
            facts |= {f"{column}_{number}": getattr(row.entity, column) for column in ("id", *row.columns)}
        written = _statement(tuple(row[:2] for row in rows)).one(self, facts)
        if written != (len(rows),):
            raise StaleDataError(f"{written} of {len(rows)} rows are written")


def _changes_of(entity: Any) -> tuple[str, ...]:
    before = inspect(entity).committed_state
    return tuple(sorted(column for column, was in before.items() if getattr(entity, column) != was))


def _row_of(move: Any) -> _Row:
    move.id = move.id or uuid4()
    kind = type(move)
    return _Row(kind, tuple(column.key for column in kind.__table__.columns if column.key != "id"), move)


@lru_cache(maxsize=512)  # stands ready: to put it together takes as long as to ask it
def _statement(rows: tuple[tuple[type[Table], tuple[str, ...]], ...]) -> Ready:
    """Return a statement that writes such rows, one after the other, and tells how many it has written."""
    writes, types = list[str](), list[Any]()
    for number, (kind, columns) in enumerate(rows):
        table = kind.metadata.tables[kind.__tablename__]
        types += [bindparam(f"{column}_{number}", type_=table.c[column].type) for column in ("id", *columns)]
        if kind in MOVES:
            values = ", ".join(f":{column}_{number}" for column in ("id", *columns))
            write = f"INSERT INTO {table.name} (id, {', '.join(columns)}) VALUES ({values})"  # noqa: S608 - our own words
        else:
            new = ", ".join(f"{column} = :{column}_{number}" for column in columns)
            write = f"UPDATE {table.name} SET {new} WHERE id = :id_{number}"  # noqa: S608
        writes.append(f"written_{number} AS ({write} RETURNING 1)")
    counts = " + ".join(f"(SELECT count(*) FROM written_{number})" for number in range(len(rows)))  # noqa: S608
    return Ready(text(f"WITH {', '.join(writes)} SELECT {counts}").bindparams(*types))
