"""The register's pages, as an officer's browser without scripts uses them; numbers stand in no address."""

import io
import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select
from werkzeug.test import TestResponse

from agent_ui.app import create_app
from campaigns.lists.read_do_not_call_file import read_do_not_call_file
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource, Reach
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.rules.roles import Role
from campaigns.store.people.opt_outs import note_opt_out, number_is_silenced
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, DoNotCallFile, OptOut
from tests.edges.test_sign_in import HASH, PASSWORD
from tests.given_centre import from_now_on
from tests.given_floor import NOW, Floor, given_floor
from tests.given_house import given_house

NUMBER, TYPED, MASKED = "+919419012345", "94190 12345", "+91 94••• •2345"
FILE = "Serial,Mobile\n1,9419012345\n2,7006123450\n3,9419\n"


class Officer:
    """Somebody signed in at a browser, with the register of a department."""

    def __init__(self, app: Flask, sign_in: str, department_id: UUID) -> None:
        self.browser = app.test_client()
        self.register = f"/opt-outs/{department_id}"
        self.token = self.read_token()
        self.browser.post("/sign-in", data={"csrf_token": self.token, "sign_in": sign_in, "password": PASSWORD})
        self.token = self.read_token()

    def read_token(self) -> str:
        page = self.browser.get("/sign-in", follow_redirects=True).text
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        return found[1]

    def get(self, path: str = "/") -> str:
        return self.browser.get(self.register + path, follow_redirects=True).text

    def post(self, path: str, **fields: object) -> TestResponse:
        return self.browser.post(path, data={"csrf_token": self.token, **fields}, follow_redirects=True)

    def at_register(self, path: str, **fields: object) -> TestResponse:
        return self.post(self.register + path, **fields)

    def bring(self, text: str = FILE, **fields: object) -> TestResponse:
        sent = {"issuer": "Regulator", "as_of": (NOW - timedelta(days=9)).date().isoformat(), "scope": "department"}
        return self.at_register("/files", **{**sent, **fields}, file=(io.BytesIO(text.encode()), "dnc.csv"))


@pytest.fixture
def app(db: Database, database_url: str, redis_url: str, redis: Redis) -> Flask:
    settings = from_now_on(database_url, redis_url)
    return create_app(settings, built=given_house(db, redis, settings))


@pytest.fixture
def floor(db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        floor.user(session, "nadia", Role.OFFICER, password_hash=HASH)
        return floor


@pytest.fixture
def nadia(app: Flask, floor: Floor) -> Officer:
    return Officer(app, "nadia", floor.department.id)


def silenced(db: Database, floor: Floor) -> bool:
    with db.transaction(EVERYTHING) as session:
        return number_is_silenced(session, NUMBER, floor.department.id, floor.campaign.scheme_id)


def the_file(db: Database) -> DoNotCallFile:
    """The newest file, read by a worker."""
    with db.transaction(EVERYTHING) as session:
        file_id = session.scalars(select(DoNotCallFile.id).order_by(DoNotCallFile.uploaded_at.desc())).first()
    assert file_id
    read_do_not_call_file(db, file_id, now=lambda: NOW)
    with db.transaction(EVERYTHING) as session:
        return session.get_one(DoNotCallFile, file_id)


def test_a_number_is_entered_found_and_lifted_with_a_trace(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.at_register("/add", number=TYPED, scope="department", because="Letter of 12 November")
    assert "The entry holds from now on: no such call is placed any more." in page.text
    assert MASKED in page.text
    assert silenced(db, floor)
    page = nadia.at_register("/find", number="0091-94190-12345")
    assert "Letter of 12 November" in page.text
    assert "Entered by the office" in page.text
    entry = re.search(r'name="id" value="([^"]+)"', page.text)
    assert entry
    page = nadia.at_register("/lift", number=NUMBER, source="office", id=entry[1], because="She wrote again")
    assert "The entry was lifted." in page.text
    assert "She wrote again" in page.text
    assert not silenced(db, floor)
    with db.transaction(EVERYTHING) as session:
        traces = session.scalars(select(AccessTrace).where(AccessTrace.action != "signed_in")).all()
    assert {"opt_out_added", "opt_outs_looked_up", "opt_out_lifted"} == {trace.action for trace in traces}
    assert not any("9419" in str(trace.subject) for trace in traces)


def test_a_number_is_asked_for_by_post_only_and_shown_masked(nadia: Officer, floor: Floor, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        note_opt_out(session, NUMBER, Reach(OptOutScope.DEPARTMENT, floor.department.id), OptOutSource.CALL, at=NOW)
    assert nadia.browser.get(f"{nadia.register}/find?number={TYPED}").status_code == 405
    page = nadia.at_register("/find", number=TYPED).text
    assert "Asked for on a call" in page
    assert TYPED not in page
    assert NUMBER not in re.sub(r'<input type="hidden"[^>]*>', "", page)


@pytest.mark.parametrize("number", ["", "94190", "112", "94190 12345 / 70061 23450"])
def test_what_is_no_number_is_said_beside_the_field(nadia: Officer, number: str) -> None:
    page = nadia.at_register("/find", number=number)
    assert page.status_code == 422
    assert "Write one valid phone number" in page.text
    page = nadia.at_register("/add", number=number, scope="department", because="Letter")
    assert page.status_code == 422
    assert "Write one valid phone number" in page.text


def test_a_number_that_another_department_silenced_for_all_is_said_without_its_name(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    with db.transaction(EVERYTHING) as session:
        housing = given_floor(session, "housing").department.id
        note_opt_out(session, NUMBER, Reach(OptOutScope.EVERYWHERE, housing), OptOutSource.OFFICE, at=NOW)
    page = nadia.at_register("/find", number=TYPED).text
    assert "another department has entered it for all" in page
    assert "housing" not in page


def test_a_file_is_counted_shown_and_taken(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.bring()
    assert "The file is being read" in page.text
    file = the_file(db)
    page_of_file = f"/files/{file.id}"
    page = nadia.get(page_of_file + "/progress")
    assert "Nobody is silenced by this file yet." in page
    assert "Take the file: stop calls to its numbers (2)" in page
    assert re.search(r"Rows without a valid number: <bdi[^>]*>4</bdi>", page)
    assert not silenced(db, floor)
    page = nadia.at_register(f"{page_of_file}/take").text
    assert "The numbers of this file are not called" in page
    assert silenced(db, floor)
    assert "Regulator" in nadia.get("/files")
    found = nadia.at_register("/find", number=TYPED).text
    assert "file of 14 Nov 2026" in found
    page = nadia.at_register(f"{page_of_file}/end", because="The wrong file").text
    assert "This file silences nobody any more" in page
    assert not silenced(db, floor)


def test_a_newer_file_asks_what_becomes_of_the_older_one(db: Database, floor: Floor, nadia: Officer) -> None:
    nadia.bring()
    older = the_file(db)
    nadia.at_register(f"/files/{older.id}/take")
    with db.transaction(EVERYTHING) as session:  # brought a day before
        session.get_one(DoNotCallFile, older.id).uploaded_at = NOW - timedelta(days=1)
    nadia.bring("Mobile\n7006123450\n")
    newer = the_file(db)
    page = nadia.get(f"/files/{newer.id}")
    assert "Numbers that stand only in them and may be called again: 1" in page
    nadia.at_register(f"/files/{newer.id}/take", older="replace")
    assert not silenced(db, floor)
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(DoNotCallFile, older.id).status is FileStatus.ENDED


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"as_of": ""}, "Write the date of the file"),
        ({"as_of": "2027-01-01"}, "The date of the file is still to come"),
        ({"issuer": " "}, "Write who made the file"),
        ({"scope": "scheme"}, "Choose the scheme"),
        ({"text": ""}, "The file is empty"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_in_a_sentence(nadia: Officer, wrong: dict[str, str], said: str) -> None:
    page = nadia.bring(**wrong)  # type: ignore[arg-type]
    assert page.status_code == 422
    assert said in page.text


def test_a_file_that_cannot_be_read_says_why(db: Database, nadia: Officer) -> None:
    nadia.bring("Name,Village\nFata,Hajin\nRaja,Sumbal\n")
    assert "No column with phone numbers was found" in nadia.get(f"/files/{the_file(db).id}")


def test_an_administrator_chooses_a_department_and_an_officer_finds_her_own(
    app: Flask, db: Database, floor: Floor, nadia: Officer
) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "root", Role.ADMIN, password_hash=HASH)
        housing = given_floor(session, "housing")
    root = Officer(app, "root", housing.department.id)
    assert f"/opt-outs/{floor.department.id}/" in root.browser.get("/opt-outs/").text
    root.at_register("/add", number=TYPED, scope="scheme", scheme_id=housing.campaign.scheme_id, because="Visit")
    with db.transaction(EVERYTHING) as session:
        kept = session.scalars(select(OptOut)).one()
        assert (kept.department_id, kept.scheme_id) == (housing.department.id, housing.campaign.scheme_id)
    assert nadia.browser.get("/opt-outs/").location == f"/opt-outs/{floor.department.id}/"
    assert nadia.browser.get(f"/opt-outs/{housing.department.id}/").status_code == 404
    assert "No entry stops calls to this number." in nadia.at_register("/find", number=TYPED).text


@pytest.mark.parametrize("fields", [{"scope": "world"}, {"scope": ""}, {"scope": "scheme", "scheme_id": "x"}])
def test_a_form_that_no_page_sends_is_refused(nadia: Officer, fields: dict[str, str]) -> None:
    assert nadia.at_register("/add", number=TYPED, because="x", **fields).status_code == 400
    assert nadia.at_register("/lift", number=TYPED, source="office", id="x", because="x").status_code == 400
    assert nadia.at_register("/lift", number=TYPED, source="moon", id=str(UUID(int=1)), because="x").status_code == 400
