"""A number that asked not to be called is silenced as far as its wish reaches, and no wall between departments hides it."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource, Reach, silences
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.store.migrate import migrate
from campaigns.store.people.opt_outs import SILENCED_NUMBERS, note_opt_out, number_is_silenced
from campaigns.store.session import EVERYTHING, NOBODY, Database, Scope
from campaigns.store.tables import DoNotCallFile, DoNotCallNumber, OptOut, Scheme
from tests.given_floor import NOW, Floor, given_floor
from workers.embedded.postgres import Postgres

NUMBER = "+919419000099"


@pytest.fixture
def two(db: Database) -> tuple[Floor, Floor]:
    """Two departments with a campaign each."""
    with db.transaction(EVERYTHING) as session:
        return given_floor(session, "pension"), given_floor(session, "housing")


def calls_of(two: tuple[Floor, Floor], other_scheme: UUID) -> Iterator[tuple[UUID, UUID]]:
    """Who might call about what: both departments, and the first one about another scheme as well."""
    yield two[0].department.id, two[0].campaign.scheme_id
    yield two[0].department.id, other_scheme
    yield two[1].department.id, two[1].campaign.scheme_id


def reach_of(floor: Floor, scope: OptOutScope) -> Reach:
    """A wish that was told to a department, on a call about its campaign's scheme."""
    return Reach(scope, floor.department.id, floor.campaign.scheme_id if scope is OptOutScope.SCHEME else None)


def given_file(session: Session, reach: Reach, numbers: list[str], **more: object) -> DoNotCallFile:
    """A do-not-call file that stands, unless `more` says otherwise."""
    file = DoNotCallFile(
        department_id=reach.department_id, scope=reach.scope, scheme_id=reach.scheme_id, issuer="Regulator",
        as_of=date(2026, 11, 1), filename="dnc.csv", sha256="00", size=1, uploaded_at=NOW,
        **{"status": FileStatus.STANDING, **more},
    )  # fmt: skip
    session.add(file)
    session.flush()
    for number in numbers:
        session.add(DoNotCallNumber(department_id=reach.department_id, file_id=file.id, e164=number))
    session.flush()
    return file


@pytest.mark.parametrize("scope", OptOutScope)
@pytest.mark.parametrize("source", OptOutSource)
def test_the_store_silences_whom_the_rule_silences(
    db: Database, two: tuple[Floor, Floor], scope: OptOutScope, source: OptOutSource
) -> None:
    reach = reach_of(two[0], scope)
    with db.transaction(EVERYTHING) as session:
        other = Scheme(department_id=two[0].department.id, name="Loans")
        session.add(other)
        if source is OptOutSource.FILE:
            given_file(session, reach, [NUMBER])
        else:
            note_opt_out(session, NUMBER, reach, source, at=NOW)
        session.flush()
    for department_id, scheme_id in calls_of(two, other.id):
        expected = silences(reach, department_id=department_id, scheme_id=scheme_id)
        asked = {"department_id": department_id, "scheme_id": scheme_id}
        for seen_by in (EVERYTHING, Scope(department_id)):
            with db.transaction(seen_by) as session:
                assert number_is_silenced(session, NUMBER, department_id, scheme_id) is expected
                assert session.scalars(text(SILENCED_NUMBERS), asked).all() == [NUMBER] * expected
                assert not number_is_silenced(session, "+919419000098", department_id, scheme_id)


@pytest.fixture
def of_plain_owner(postgres: Postgres, database_url: str) -> Iterator[Database]:
    """A database whose owner is no superuser, as a hosted one: PostgreSQL holds the wall before its owner too."""
    owner = database_url.split("?")[0].rsplit("/", 1)[1] + "_owner"
    admin = create_engine(postgres.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for statement in (
            f"DROP DATABASE IF EXISTS {owner} WITH (FORCE)",
            f"DROP ROLE IF EXISTS {owner}",
            f"CREATE ROLE {owner} LOGIN CREATEROLE",
            f"GRANT raabta_app TO {owner} WITH ADMIN OPTION",
            f"CREATE DATABASE {owner} OWNER {owner}",
        ):
            connection.execute(text(statement))
        url = postgres.url(owner).replace("postgres@", f"{owner}@")
        migrate(url)
        database = Database(url, NoBells())
        yield database
        database.close()
        connection.execute(text(f"DROP DATABASE {owner} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE {owner}"))
    admin.dispose()


class NoBells:
    """Nobody listens."""

    def enqueue(self, queue: str, job: str, *ids: str) -> None:
        """Nothing is rung."""

    def tell(self, *topics: str) -> None:
        """Nobody is told."""


@pytest.mark.parametrize("which", ["db", "of_plain_owner"])
def test_the_wall_lets_through_that_a_number_is_silenced_and_not_who_asked(
    request: pytest.FixtureRequest, which: str
) -> None:
    db: Database = request.getfixturevalue(which)
    with db.transaction(EVERYTHING) as session:
        two = given_floor(session, "pension"), given_floor(session, "housing")
    with db.transaction(EVERYTHING) as session:
        note_opt_out(session, NUMBER, reach_of(two[0], OptOutScope.EVERYWHERE), OptOutSource.OFFICE, at=NOW)
        note_opt_out(session, "+919419000097", reach_of(two[0], OptOutScope.DEPARTMENT), OptOutSource.OFFICE, at=NOW)
        given_file(session, reach_of(two[0], OptOutScope.EVERYWHERE), ["+919419000096"])
        given_file(session, reach_of(two[0], OptOutScope.DEPARTMENT), ["+919419000095"])
    for scope in (Scope(two[1].department.id), NOBODY):
        with db.transaction(scope) as session:
            seen = session.execute(text("SELECT e164, department_id, scheme_id FROM silenced_numbers")).all()
            assert {tuple(row) for row in seen} == {(NUMBER, None, None), ("+919419000096", None, None)}
            for table in (OptOut, DoNotCallFile, DoNotCallNumber):
                assert session.scalars(select(table)).all() == []


def test_nobody_writes_through_the_view_of_silenced_numbers(db: Database, two: tuple[Floor, Floor]) -> None:
    with db.transaction(EVERYTHING) as session:
        note_opt_out(session, NUMBER, reach_of(two[0], OptOutScope.EVERYWHERE), OptOutSource.OFFICE, at=NOW)
    with pytest.raises(DatabaseError, match="cannot delete from view"), db.transaction(EVERYTHING) as session:
        session.execute(text("DELETE FROM silenced_numbers"))


@pytest.mark.parametrize("status", [status for status in FileStatus if status is not FileStatus.STANDING])
def test_a_file_that_does_not_stand_silences_nobody(db: Database, two: tuple[Floor, Floor], status: FileStatus) -> None:
    with db.transaction(EVERYTHING) as session:
        given_file(session, reach_of(two[0], OptOutScope.EVERYWHERE), [NUMBER], status=status)
        assert not number_is_silenced(session, NUMBER, two[0].department.id, two[0].campaign.scheme_id)


def test_a_lifted_wish_silences_nobody_and_may_be_made_again(db: Database, two: tuple[Floor, Floor]) -> None:
    reach = reach_of(two[0], OptOutScope.DEPARTMENT)
    with db.transaction(EVERYTHING) as session:
        assert note_opt_out(session, NUMBER, reach, OptOutSource.CALL, at=NOW)
        assert not note_opt_out(session, NUMBER, reach, OptOutSource.OFFICE, at=NOW)  # stands already
        session.scalars(select(OptOut)).one().lifted_at = NOW + timedelta(days=1)
        session.flush()
        assert not number_is_silenced(session, NUMBER, two[0].department.id, two[0].campaign.scheme_id)
        assert note_opt_out(session, NUMBER, reach, OptOutSource.CALL, at=NOW + timedelta(days=2))
        assert number_is_silenced(session, NUMBER, two[0].department.id, two[0].campaign.scheme_id)


def test_a_scope_of_one_scheme_names_the_scheme(db: Database, two: tuple[Floor, Floor]) -> None:
    with pytest.raises(ValueError, match="scheme"):
        Reach(OptOutScope.SCHEME, two[0].department.id)
    with pytest.raises(IntegrityError, match="scheme_of_scope"), db.transaction(EVERYTHING) as session:
        session.add(OptOut(department_id=two[0].department.id, e164=NUMBER, scope=OptOutScope.SCHEME, at=NOW))
