"""Departments, operators, centres and the people who sign in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.roles import Role
from campaigns.store.tables.shape import OwnedByDepartment, Table, WithId, Word


class Department(WithId, Table):
    """A government body that owns schemes, lists and campaigns. `region`: IN or PK."""

    __tablename__ = "departments"
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    region: Mapped[str]
    helpline: Mapped[str | None]  # its own number on which people ask whether a call was genuine, as they dial it


class Operator(WithId, Table):
    """A company that employs agents."""

    __tablename__ = "operators"
    name: Mapped[str] = mapped_column(unique=True)
    break_minutes: Mapped[dict[str, Any]] = mapped_column(
        default=dict, server_default="{}"
    )  # a day, where not the usual


class Centre(WithId, Table):
    """A building with seats."""

    __tablename__ = "centres"
    operator_id: Mapped[UUID] = mapped_column(ForeignKey("operators.id"))
    name: Mapped[str] = mapped_column(unique=True)


class Scheme(WithId, OwnedByDepartment, Table):
    """What a department delivers."""

    __tablename__ = "schemes"
    __table_args__ = (UniqueConstraint("department_id", "name"),)
    name: Mapped[str]


class User(WithId, Table):
    """Somebody who signs in; officers belong to a department, agents and supervisors to an operator and centre."""

    __tablename__ = "users"
    sign_in: Mapped[str] = mapped_column(unique=True)  # always lower case
    password_hash: Mapped[str]
    name: Mapped[str]
    role: Mapped[Role] = mapped_column(Word(Role))
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("departments.id"))
    operator_id: Mapped[UUID | None] = mapped_column(ForeignKey("operators.id"))
    centre_id: Mapped[UUID | None] = mapped_column(ForeignKey("centres.id"))
    area_id: Mapped[str | None] = mapped_column(ForeignKey("areas.id"))  # programme staff see this area and below only
    languages: Mapped[list[str]] = mapped_column(default=list)  # spoken, as tags: ks, ur, hi
    interface_language: Mapped[str] = mapped_column(default="en")
    nastaliq: Mapped[bool] = mapped_column(default=False, server_default=false())  # all Urdu in it, not only scripts
    desk_phone: Mapped[str | None]  # E.164; the carrier rings it when the agent works by phone leg
    desk_keys: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")  # her own keys at the desk
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
