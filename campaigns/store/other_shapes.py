"""Tells a database that is older or newer than this program from a mistake of ours, when it refuses a statement.

An update has landed and `raabta migrate` has not run, or ran on another machine with a newer program. Nobody asks the
database for its shape before it has refused something.
"""

from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from psycopg import errors
from sqlalchemy import Engine, NullPool, create_engine, event, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError, ProgrammingError

# As this program was when it began: files may be newer by now.
NEWEST: Final = max(file.name[:4] for file in (Path(__file__).parent / "migrations" / "versions").glob("[0-9]*.py"))
# Where a column is missing, its name may still mean something else to PostgreSQL, which then finds another mistake.
SUSPECT: Final = (errors.ProgrammingError, errors.NotNullViolation, errors.CheckViolation)


class Shape(StrEnum):
    """How a database stands beside this program."""

    SAME = "same"
    OLDER = "older"
    NEWER = "newer"


WHAT_MENDS: Final = {
    Shape.OLDER: "the database is older than this program: run `raabta migrate`",
    Shape.NEWER: "the database is newer than this program: update Raabta on this machine and start it again",
}


class OtherShapeError(OperationalError):
    """Nothing can be asked of a database of another shape: to every edge it is away, until somebody has mended it."""

    def __init__(self, statement: str | None, trouble: BaseException, shape: Shape) -> None:
        super().__init__(statement, None, trouble, hide_parameters=True)
        self.shape = shape


def why_away(trouble: OperationalError) -> str:
    """Return for a log what a database that is away lacks: in words where a person must mend it."""
    return WHAT_MENDS[trouble.shape] if isinstance(trouble, OtherShapeError) else type(trouble.orig).__name__


def shape_of(url: str) -> Shape:
    """Ask a database how it stands beside this program.

    Raises:
        OperationalError: it is away.
    """
    engine = create_engine(url, poolclass=NullPool)
    stands = ""  # a new database
    with engine.connect() as connection, suppress(ProgrammingError):
        stands = connection.scalar(text("SELECT version_num FROM alembic_version")) or ""
    if stands == NEWEST:
        return Shape.SAME
    return Shape.OLDER if stands < NEWEST else Shape.NEWER


def notice_other_shapes(engine: Engine) -> None:
    """Let an engine raise OtherShapeError where it is the shape of the database that made it refuse a statement."""

    @event.listens_for(engine, "handle_error", retval=True)
    def look(context: ExceptionContext) -> OtherShapeError | None:
        trouble = context.original_exception
        if not isinstance(trouble, SUSPECT):
            return None
        with suppress(OperationalError):
            shape = shape_of(engine.url.render_as_string(hide_password=False))
            if shape is not Shape.SAME:
                return OtherShapeError(context.statement, trouble, shape)
        return None
