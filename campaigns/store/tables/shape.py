"""What every table shares: constraint names, column types for our words, and the department that owns a row."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    Text,
    TypeDecorator,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.sql.operators import OperatorType

from campaigns.rules.lists.identity_numbers import cut_in_words

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # of a row of ours: digits by chance


class Word(TypeDecorator[StrEnum]):
    """A StrEnum stored as its value in a text column: one vocabulary for code, table and JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Refuse a word that is not in the vocabulary before it reaches the table."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Give the word back as its enum member."""
        return None if value is None else self.words(value)


class WrittenText(TypeDecorator[str]):
    """What somebody has typed: an identity number in it is cut to its last four digits before it is stored."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Cut what is stored, and what it is compared with."""
        return value and cut_in_words(value)


class WrittenJson(TypeDecorator[Any]):
    """JSON in which words stand that somebody has typed; they are cut as those of a WrittenText."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Cut every word of it."""
        return _cut_throughout(value)

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> Any:
        """Let its parts be asked for as those of any JSON."""
        return self.impl_instance.coerce_compared_value(op, value)


def _cut_throughout(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _cut_throughout(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_cut_throughout(part) for part in value]
    return cut_in_words(value) if isinstance(value, str) and not _ID.fullmatch(value) else value


class Table(DeclarativeBase):
    """Parent of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        str: Text,
        UUID: Uuid(),
        list[str]: ARRAY(Text),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


class WithId:
    """A table with a random id."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class OwnedByDepartment:
    """A table whose rows belong to a department; row-level security keeps the wall (see store/walls.py)."""

    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"), index=True)


class OwnedThroughParent:
    """A table of millions of rows whose parent names the same department: its key is checked there, once.

    PostgreSQL checks a key row by row, which for a long list would take longer than storing it. What fills these
    tables copies the department from the locked parent, and row-level security refuses any other.
    """

    department_id: Mapped[UUID] = mapped_column()
