"""Departments share one floor and never see each other's people: PostgreSQL holds the wall, not the queries."""

from contextlib import closing
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.store.bells import NoBells
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.session import EVERYTHING, NOBODY, Database, Scope
from campaigns.store.tables import AccessTrace, AgentSession, AgentSessionMove, Department, OptOut, Scheme, Table
from tests.given_floor import NOW, given_floor

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
    assert {name for name in {*owned, "agent_session_moves"} if not walled[name]} == set()


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


def test_nothing_of_a_scope_is_left_to_whoever_has_its_connection_next(
    database_url: str, two_departments: tuple[Scope, Scope]
) -> None:
    health, welfare = two_departments
    area = Scope(health.department_id, area_id="IN/1")
    with closing(Database(database_url, NoBells(), pool_size=1)) as one:  # the connection used last is used next
        for before in (EVERYTHING, health, area, Scope(user_id=uuid4())):
            for kind in (False, True):
                with one.transaction(before, one_moment=kind):
                    pass
                with one.transaction(NOBODY) as session:
                    assert _numbers(session) == []
                with one.transaction(welfare, one_moment=kind) as session:
                    assert _numbers(session) == ["+916010000002"]


def test_only_what_may_be_lost_does_not_wait_for_the_disk(database_url: str) -> None:
    waits = text("SELECT setting, source FROM pg_settings WHERE name = 'synchronous_commit'")
    with closing(Database(database_url, NoBells(), pool_size=1)) as one:
        for kind in (False, True):
            with one.transaction(EVERYTHING, may_be_lost=True, one_moment=kind) as session:
                assert session.execute(waits).one() == ("off", "session")
            with one.transaction(EVERYTHING, one_moment=kind) as session:
                assert session.execute(waits).one().source != "session"


def test_a_transaction_enters_its_scope_as_it_begins(db: Database) -> None:
    asked: list[object] = []
    listen = (db.engine, "before_cursor_execute", lambda *told: asked.append(told))
    event.listen(*listen)
    for scope in (EVERYTHING, NOBODY, Scope(uuid4()), Scope(user_id=uuid4())):
        with db.transaction(scope):
            pass
    event.remove(*listen)
    assert asked == []


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


def test_desks_are_seen_by_the_department_they_work_for_and_by_their_own_agent(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        pension, housing = given_floor(session), given_floor(session, "housing")
        desks = [floor.desk(session, name, AgentStatus.READY) for floor, name in ((pension, "asma"), (housing, "zoya"))]
        session.flush()
        for desk in desks:
            move_agent(session, desk, AgentEvent.PAUSE, at=NOW, reason=PauseReason.TEA)
    seen = {
        Scope(pension.department.id): [desks[0].id],
        Scope(housing.department.id): [desks[1].id],
        Scope(user_id=desks[1].user_id): [desks[1].id],
        Scope(user_id=uuid4()): [],
        NOBODY: [],
    }
    for scope, expected in seen.items():
        with db.transaction(scope) as session:
            assert session.scalars(select(AgentSession.id)).all() == expected, scope
            assert session.scalars(select(AgentSessionMove.agent_session_id)).all() == expected, scope


def test_an_agent_finds_her_desk_and_cannot_move_it_from_outside_its_department(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        desk = given_floor(session).desk(session, "asma", AgentStatus.PAUSED)
    with db.transaction(Scope(user_id=desk.user_id)) as session:
        session.execute(text("UPDATE agent_sessions SET status = 'ready'"))
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(AgentSession, desk.id).status is AgentStatus.PAUSED


def test_a_department_reads_the_traces_of_its_own_people_and_no_other(
    db: Database, two_departments: tuple[Scope, Scope]
) -> None:
    health, welfare = two_departments
    for scope, department in ((health, health), (welfare, welfare), (NOBODY, NOBODY)):
        trace = AccessTrace(at=NOW, department_id=department.department_id, action="account_downloaded", subject={})
        with db.transaction(scope) as session:
            session.add(trace)
    seen = {health: 1, welfare: 1, NOBODY: 0, EVERYTHING: 3}
    for scope, lines in seen.items():
        with db.transaction(scope) as session:
            assert len(session.scalars(select(AccessTrace)).all()) == lines


def test_a_trace_can_be_written_and_never_changed(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        session.add(AccessTrace(at=datetime(2026, 11, 23, tzinfo=UTC), action="signed_in", subject={}))
    for change in ("UPDATE access_traces SET action = 'nothing'", "DELETE FROM access_traces"):
        with pytest.raises(ProgrammingError, match="permission denied"), db.transaction(EVERYTHING) as session:
            session.execute(text(change))
