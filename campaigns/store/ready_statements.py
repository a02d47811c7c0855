"""Statements that stand ready for the driver: a floor asks them some hundred times a second, always the same.

For SQLAlchemy to carry such a statement to the driver and to make objects of its rows takes several times as long as what
the driver and PostgreSQL do for it. Here SQLAlchemy puts it together once; after that only its facts change.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, cast

from psycopg import Connection, Error, RawCursor
from sqlalchemy import Connection as Held
from sqlalchemy import Dialect, Executable, Float, Insert, Select, TextClause, Update, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key

from campaigns.store.tables import Table

Change = Callable[[Any], Any]
Made = Callable[[type[Table], list[str], Iterator[Any]], Table | None]
AS_POSTGRESQL_COUNTS: Final = "numeric_dollar"  # the facts of a statement: $1, $2
FLOAT, NUMERIC = 701, 1700  # PostgreSQL's numbers of its types


@dataclass(frozen=True)
class _Form:
    """A statement as the driver takes it. `asked`: where each fact stands, its name, and what is made of it."""

    words: bytes
    facts: Sequence[Any]  # in their order, with those that are the same each time
    asked: Sequence[tuple[int, str, Change | None]]
    brought: Sequence[tuple[int, Change]]  # columns of which something else is made than the driver brings


class Ready:
    """A statement whose rows are only read, unless they are to be held: as objects to which nothing can be written."""

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update | TextClause) -> None:
        """Keep a statement; it is put together when it is first asked."""
        self._tables: list[tuple[type[Table], list[str]] | None] = []
        self._plain: Executable = self._of_columns(statement) if isinstance(statement, Select) else statement
        self._form: _Form | None = None

    def one(self, session: Session, facts: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return the first row; None where there is none."""
        values = self._values(session, facts)
        if values is None:
            return None
        return tuple(self._together(values, _as_read)) if self._tables else tuple(values)

    def held(self, session: Session, facts: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """Return the first row, its rows of tables held by the session as those of any of its statements: to be changed.

        What has been changed before is written first, as before any statement that may look at it.
        """
        if session.autoflush:
            session.flush()
        values = self._values(session, facts)
        if values is None:
            return None

        def hold(kind: type[Table], names: list[str], found: Iterator[Any]) -> Table | None:
            return _as_held(session, kind, dict(zip(names, found, strict=True)))

        return tuple(self._together(values, hold))

    def do(self, session: Session, facts: Mapping[str, Any]) -> None:
        """Ask a statement that brings no rows."""
        self._asked(session, facts)

    def _values(self, session: Session, facts: Mapping[str, Any]) -> list[Any] | None:
        row = self._asked(session, facts).fetchone()
        if row is None:
            return None
        values = list(row)
        for place, change in cast(_Form, self._form).brought:
            values[place] = change(values[place])
        return values

    def _asked(self, session: Session, facts: Mapping[str, Any]) -> RawCursor[Any]:
        held = session.connection()
        if self._form is None:
            self._form = _form_of(self._plain, held.dialect)  # two threads that come at once make the same
        form, given = self._form, list(self._form.facts)
        for place, name, change in form.asked:
            given[place] = facts[name] if change is None else change(facts[name])
        return _ask(held, form.words, given)

    def _of_columns(self, statement: Select[*tuple[Any, ...]]) -> Executable:
        columns = list[Any]()
        for described in statement.column_descriptions:
            wanted: Any = described["expr"]
            of_table = list(cast(Any, wanted).__table__.c) if isinstance(wanted, type) else None
            columns += [wanted] if of_table is None else of_table
            self._tables.append(None if of_table is None else (wanted, [column.key for column in of_table]))
        return statement.with_only_columns(*columns)

    def _together(self, values: list[Any], made: Made) -> Iterator[Any]:
        left = iter(values)
        for table in self._tables:
            yield next(left) if table is None else made(table[0], table[1], islice(left, len(table[1])))


def _as_read(kind: type[Table], names: list[str], values: Iterator[Any]) -> Table | None:
    """Return a row of a table; None for one that an outer join has not found."""
    entity = kind.__new__(kind)
    entity.__dict__.update(zip(names, values, strict=True))
    return None if entity.__dict__["id"] is None else entity


def _as_held(session: Session, kind: type[Table], facts: dict[str, Any]) -> Table | None:
    """Return a row of a table as the session holds it from now on; None for one that an outer join has not found."""
    if facts["id"] is None:
        return None
    entity = cast(Table | None, session.identity_map.get(identity_key(kind, facts["id"])))
    if entity is None:
        entity = inspect(kind).class_manager.new_instance()
        entity.__dict__.update(facts)
        make_transient_to_detached(entity)
        session.add(entity)
        return entity
    for name, value in facts.items():  # it is held already: as it stands now
        set_committed_value(entity, name, value)
    return entity


def _form_of(statement: Executable, spoken: Dialect) -> _Form:
    dialect: Any = type(spoken)(paramstyle=AS_POSTGRESQL_COUNTS)  # type: ignore[call-arg] # every dialect of SQLAlchemy's takes it
    compiled = cast(Any, statement).compile(dialect=dialect)
    asked = {name for name, bind in compiled.binds.items() if bind.required}
    whole = compiled.construct_expanded_state(
        dict.fromkeys(asked), escape_names=False
    )  # lists of values are written out
    made: Mapping[str, Change] = {**compiled._bind_processors, **whole.processors}
    always = {
        name: made[name](value) if name in made else value
        for name, value in whole.parameters.items()
        if name not in asked
    }
    columns = [_brought(column.type, dialect) for column in compiled._result_columns]
    return _Form(
        whole.statement.encode(),
        [always.get(name) for name in whole.positiontup],
        [(place, name, made.get(name)) for place, name in enumerate(whole.positiontup) if name in asked],
        [(place, change) for place, change in enumerate(columns) if change],
    )


def _brought(kind: Any, dialect: Dialect) -> Change | None:
    number = FLOAT if isinstance(kind, Float) else NUMERIC  # asked of numbers only
    change: Change | None = kind.dialect_impl(dialect).result_processor(dialect, number)
    return change


def _ask(held: Held, words: bytes, facts: Sequence[Any]) -> RawCursor[Any]:
    """Ask the driver; what fails is told as SQLAlchemy tells it."""
    driver = cast(Connection[Any], held.connection.driver_connection)
    cursor = RawCursor(driver)
    try:
        return cursor.execute(words, facts)
    except Error as failure:
        lost = held.dialect.is_disconnect(cast(Any, failure), cast(Any, driver), cast(Any, cursor))
        if lost:
            held.invalidate(failure)
        raise DBAPIError.instance(
            words.decode(),
            None,
            failure,
            Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=held.dialect,
        ) from failure
