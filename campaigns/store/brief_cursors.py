"""Cursors that describe their columns when somebody asks: of a statement asked before, SQLAlchemy knows them already."""

from collections.abc import Iterator, Sequence
from typing import Any, overload

from psycopg import Column, Cursor
from psycopg.pq import ExecStatus


class BriefCursor(Cursor[Any]):
    """A cursor as ever, but for its description: to make one takes longer than to read a row of a wide table."""

    @property
    def description(self) -> Any:  # psycopg promises a list, and PEP 249 a sequence, which is all that is asked for
        """Return the columns, which are looked at where needed; None where no rows came."""
        result = self.pgresult
        if result is None or result.status != ExecStatus.TUPLES_OK:
            return super().description
        return _Columns(self)

    def described(self) -> list[Column]:
        """Return the columns as psycopg does."""
        return super().description or []


class _Columns(Sequence[Column]):
    """The columns of what a cursor holds when they are first looked at; nobody keeps them beyond its statement."""

    def __init__(self, cursor: BriefCursor) -> None:
        self._cursor = cursor
        self._known: list[Column] | None = None

    def _all(self) -> list[Column]:
        if self._known is None:
            self._known = self._cursor.described()
        return self._known

    @overload
    def __getitem__(self, index: int) -> Column: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Column]: ...
    def __getitem__(self, index: int | slice) -> Column | Sequence[Column]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Column]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())
