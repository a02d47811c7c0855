"""Departments share one floor and never see each other's people: PostgreSQL holds the wall, not the queries."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from campaigns.store.session import EVERYTHING, NOBODY, Database, Scope
from campaigns.store.tables import AccessTrace, Department, OptOut, Scheme, Table

SEEN_BY_SESSION = {"agent_sessions", "access_traces"}  # joined to people by id only; not rows of a department's own
WALLED = text(
    "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"
)


@pytest.fixture
def two_departments(db: Database) -> tuple[Scope, Scope]:
    """Health and Welfare, with one opted-out number and one scheme each."""
    with db.transaction(EVERYTHING) as session:
        health, welfare = (Department(slug=slug, name=slug, region="IN") for slug in ("health", "welfare"))
        session.add_all([health, welfare])
        session.flush()
        for department, number in ((health, "+916010000001"), (welfare, "+916010000002")):
            session.add(OptOut(department_id=department.id, e164=number, at=datetime(2026, 11, 23, tzinfo=UTC)))
            session.add(Scheme(department_id=department.id, name="Pension"))
        return Scope(health.id), Scope(welfare.id)


def _numbers(session: Session) -> list[str]:
    return sorted(session.scalars(select(OptOut.e164)))


def test_every_table_of_a_department_is_walled(db: Database) -> None:
    with db.engine.connect() as connection:
        walled = dict(connection.execute(WALLED).all())
    owned = {table.name for table in Table.metadata.sorted_tables if "department_id" in table.columns} - {"users"}
    open_ones = {name for name in owned if not walled[name]}
    assert open_ones <= SEEN_BY_SESSION


def test_a_department_sees_its_own_rows_only(db: Database, two_departments: tuple[Scope, Scope]) -> None:
    health, welfare = two_departments
    with db.transaction(health) as session:
        assert _numbers(session) == ["+916010000001"]
    with db.transaction(welfare) as session:
        assert _numbers(session) == ["+916010000002"]


def test_a_forgotten_scope_sees_nothing(db: Database, two_departments: tuple[Scope, Scope]) -> None:
    assert two_departments
    with db.transaction(NOBODY) as session:
        assert _numbers(session) == []
    with db.transaction(Scope(uuid4())) as session:
        assert _numbers(session) == []


def test_the_dialler_sees_every_department(db: Database, two_departments: tuple[Scope, Scope]) -> None:
    assert two_departments
    with db.transaction(EVERYTHING) as session:
        assert _numbers(session) == ["+916010000001", "+916010000002"]


def test_nobody_can_write_into_another_department(db: Database, two_departments: tuple[Scope, Scope]) -> None:
    health, welfare = two_departments
    with pytest.raises(ProgrammingError, match="row-level security"), db.transaction(health) as session:
        session.add(Scheme(department_id=welfare.department_id, name="Loans"))
    with db.transaction(health) as session:
        session.execute(text("UPDATE schemes SET name = 'ours'"))
        session.execute(text("DELETE FROM opt_outs"))
    with db.transaction(welfare) as session:
        assert _numbers(session) == ["+916010000002"]
        assert session.scalars(select(Scheme.name)).all() == ["Pension"]


def test_a_scope_ends_with_its_transaction(db: Database, two_departments: tuple[Scope, Scope]) -> None:
    health, _ = two_departments
    with db.transaction(health) as session:
        assert len(_numbers(session)) == 1
    with db.transaction(NOBODY) as session:  # the same connection, taken from the pool again
        assert _numbers(session) == []


def test_a_trace_can_be_written_and_never_changed(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        session.add(AccessTrace(at=datetime(2026, 11, 23, tzinfo=UTC), action="signed_in", subject={}))
    for change in ("UPDATE access_traces SET action = 'nothing'", "DELETE FROM access_traces"):
        with pytest.raises(ProgrammingError, match="permission denied"), db.transaction(EVERYTHING) as session:
            session.execute(text(change))
