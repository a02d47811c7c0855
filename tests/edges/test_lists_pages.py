"""The officer's pages, as a browser without scripts uses them: from a new campaign to approved cases."""

import io
import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from redis import Redis
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from agent_ui.app import create_app
from agent_ui.lists.place_lines import place_lines
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.lists.import_list import import_list
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.carrier.machines import MachinePlan
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, BeneficiaryList, Campaign, Case
from campaigns.store.totals.list_places import accepted_by_place
from config import Settings
from tests.given_centre import HASH, PASSWORD
from tests.given_floor import NOW, Floor, given_floor
from tests.given_house import given_house

PEOPLE = """Old-age pension, Bandipora,,,,
Name,Father's name,Mobile No,District,Block,Aadhaar No
Fata Begum,Ab Rashid Wani,9419012345,Bandipora,Hajin,2341 2341 2346
Raja Begum,Gh Nabi Dar,7006123450,Bandipore,Sumbal,
Mohd Ramzan Dar,,9.41901E+09,Bandipora,Hajin,
Sara Bano,Mohd Sultan,94190123,Bandipora,Hajin,
=HYPERLINK("x"),Ali Mohd,94190124,Bandipora,Hajin,
"""
WRITTEN = {
    "order_number": "SWD/12",
    "order_date": "2020-10-01",
    "purpose": "To learn whether the pension arrives.",
    "keep_until": "2999-12-31",
    "notice-ur": "آپ کا نمبر صرف اسی کام کے لیے ہے۔",
    "notice-en": "Your number is used for this only.",
}


@pytest.fixture
def app(database_url: str, redis_url: str, db: Database, redis: Redis) -> Flask:
    most = 300_000
    settings = Settings(database_url=database_url, redis_url=redis_url, secret_key="k" * 40, max_upload_bytes=most)
    return create_app(settings, built=given_house(db, redis, settings))


@pytest.fixture
def floor(areas: None, db: Database) -> Floor:
    with db.transaction(EVERYTHING) as session:
        floor = given_floor(session)
        floor.user(session, "nadia", Role.OFFICER, password_hash=HASH)
        return floor


class Officer:
    """An officer at a browser."""

    def __init__(self, app: Flask, sign_in: str) -> None:
        self.browser: FlaskClient = app.test_client()
        self.token = self.read_token()
        self.browser.post("/sign-in", data={"csrf_token": self.token, "sign_in": sign_in, "password": PASSWORD})
        self.token = self.read_token()

    def read_token(self) -> str:
        page = self.browser.get("/sign-in", follow_redirects=True).text
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert token
        return token[1]

    def get(self, path: str) -> TestResponse:
        return self.browser.get(path, follow_redirects=True, buffered=True)  # the whole answer, then closed

    def post(self, path: str, **fields: object) -> TestResponse:
        return self.browser.post(path, data={"csrf_token": self.token, **fields}, follow_redirects=True)

    def upload(self, campaign_id: UUID, text: str | bytes, name: str = "people.csv") -> TestResponse:
        content = text.encode() if isinstance(text, str) else text
        return self.post(f"/lists/campaigns/{campaign_id}/upload", file=(io.BytesIO(content), name))


@pytest.fixture
def nadia(app: Flask, floor: Floor) -> Officer:
    return Officer(app, "nadia")


def chosen(page: str) -> dict[str, str]:
    """What the selects of a columns page would send."""
    found = {}
    for name, options in re.findall(r'<select id="[^"]+" name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        picked = re.search(r'<option value="(\d+)"[^>]* selected>', options)
        found[name] = picked[1] if picked else ""
    return found


def list_id_of(db: Database) -> UUID:
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(BeneficiaryList.id)).one()


def in_review(db: Database, floor: Floor, nadia: Officer, people: str = PEOPLE) -> UUID:
    page = nadia.upload(floor.campaign.id, people)
    list_id = list_id_of(db)
    nadia.post(f"/lists/{list_id}/columns", **chosen(page.text))
    import_list(db, list_id, now=lambda: NOW)
    return list_id


def test_an_officer_goes_from_a_file_to_cases(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.upload(floor.campaign.id, PEOPLE)
    assert page.status_code == 200
    assert "guessed" in page.text
    assert "94190" in page.text
    assert "2341 2341" not in page.text, "identity numbers are cut before they are shown"
    guess = {"name": "0", "phone_1": "2", "district": "3", "block": "4"}
    assert guess.items() <= chosen(page.text).items()
    list_id = list_id_of(db)
    page = nadia.post(f"/lists/{list_id}/columns", **chosen(page.text))
    assert "The list is being read" in page.text
    import_list(db, list_id, now=lambda: NOW)
    page = nadia.get(f"/lists/{list_id}/progress")
    assert "2 rows can be called." in page.text
    assert "3 rows cannot." in page.text
    assert "Phone is not valid" in page.text
    assert "8 digits are written" in page.text
    page = nadia.get(f"/lists/{list_id}/problems?cause=phone_rounded")
    assert "Mohd Ramzan Dar" in page.text
    assert "take it from the original record" in page.text
    page = nadia.get(f"/lists/{list_id}/check")
    assert all(block in page.text for block in ("Hajin", "Sumbal"))
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 0
        counted = accepted_by_place(session, session.get_one(BeneficiaryList, list_id))
        (folded,) = place_lines(session, counted, None, most=1)  # as the page of very many places
    assert (folded.district, folded.rows, folded.folded) == ("Bandipora", 2, 2)
    assert "Hajin" not in nadia.get(f"/lists/{list_id}/check?district=none").text
    assert "Hajin" in nadia.get(f"/lists/{list_id}/check?district={folded.key}").text
    nadia.post(f"/lists/{list_id}/basis", **WRITTEN)
    page = nadia.post(f"/lists/{list_id}/approve")
    assert "This list opened 2 cases." in page.text
    assert nadia.post(f"/lists/{list_id}/approve").status_code == 409
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 2
        actions = session.scalars(select(AccessTrace.action)).all()
    assert actions.count("list_approved") == 1


def test_the_refused_rows_come_as_a_workbook_and_leave_a_trace(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = in_review(db, floor, nadia)
    answer = nadia.get(f"/lists/{list_id}/refused.xlsx")
    assert answer.headers["Content-Disposition"] == "attachment; filename=people-refused.xlsx"
    content = answer.data
    answer.close()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Row", "What is wrong", "How to mend it", "Name"]
    assert [row[0] for row in rows[1:]] == [5, 6, 7]
    assert rows[1][1] == "Phone was rounded by a spreadsheet"
    assert rows[3][3].startswith("'="), "a formula is never run"
    with db.transaction(EVERYTHING) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "refused_rows_taken")).one()
    assert trace.subject == {"list_id": str(list_id), "rows": 3}


def test_who_saw_peoples_rows_stands_in_the_trace(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = in_review(db, floor, nadia)
    nadia.get(f"/lists/{list_id}/problems")
    with db.transaction(EVERYTHING) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "problem_rows_seen")).one()
    assert (trace.department_id, trace.subject) == (floor.department.id, {"list_id": str(list_id)})


def test_columns_without_a_phone_are_said_beside_the_form(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.upload(floor.campaign.id, PEOPLE)
    page = nadia.post(f"/lists/{list_id_of(db)}/columns", **(chosen(page.text) | {"phone_1": ""}))
    assert page.status_code == 422
    assert "No column with phone numbers was found" in page.text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "The file is empty"),
        (b"%PDF-1.7 hello", "not a sheet of people"),
        (b"PK\x03\x04broken", "ends too early"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    db: Database, floor: Floor, nadia: Officer, content: str | bytes, says: str
) -> None:
    page = nadia.upload(floor.campaign.id, content, "bad.xlsx")
    assert page.status_code == 422
    assert says in page.text
    with db.transaction(EVERYTHING) as session:
        assert session.scalars(select(BeneficiaryList)).all() == []


def test_no_file_a_too_large_file_and_the_same_file_again_each_get_a_sentence(
    db: Database, floor: Floor, nadia: Officer
) -> None:
    page = nadia.post(f"/lists/campaigns/{floor.campaign.id}/upload")
    assert (page.status_code, "Choose a file first" in page.text) == (422, True)
    page = nadia.upload(floor.campaign.id, "x" * 400_000)
    assert (page.status_code, "too large" in page.text) == (413, True)
    nadia.upload(floor.campaign.id, PEOPLE)
    page = nadia.upload(floor.campaign.id, PEOPLE, "copy.csv")
    assert page.status_code == 422
    assert f"/lists/{list_id_of(db)}" in page.text


def test_a_campaign_is_made_submitted_approved_and_started(db: Database, floor: Floor, nadia: Officer) -> None:
    seed_calling_hours(db)
    form = {
        "name": "Widow pension, November",
        "scheme": "Widow pension",
        "purpose": "Was the instalment paid?",
        "lawful_basis": "Order 12 of 2026",
        "retention_end": "2999-12-31",
        "region": "IN",
        "mode": "progressive",
        "caller_id": "0194 250 1234",
        "operator": str(floor.operator.id),
        "script": "shipped:benefit_received",
        "languages": ["ur", "en"],
    }
    page = nadia.post("/lists/campaigns/new", **(form | {"caller_id": "12", "languages": ["ps"], "name": " "}))
    assert page.status_code == 422
    assert page.text.count('class="mistake"') == 3
    assert nadia.post("/lists/campaigns/new", **(form | {"machines": "shout"})).text.count('class="mistake"') == 1
    page = nadia.post("/lists/campaigns/new", **(form | {"machines": "leave_message"}))
    assert "Widow pension, November" in page.text
    with db.transaction(EVERYTHING) as session:
        campaign = session.scalars(select(Campaign).where(Campaign.name == form["name"])).one()
        assert campaign.caller_id == "+911942501234"
        assert campaign.script_version_id is not None
        assert campaign.machines is MachinePlan.LEAVE_MESSAGE
    for event, says in (("submit", "Waiting for approval"), ("approve", "Approved"), ("start", "Running")):
        page = nadia.post(f"/lists/campaigns/{campaign.id}/move", event=event)
        assert (page.status_code, says in page.text) == (200, True)
    assert nadia.post(f"/lists/campaigns/{campaign.id}/move", event="approve").status_code == 409
    assert nadia.post(f"/lists/campaigns/{campaign.id}/move", event="finish").status_code == 409, "it is paused first"
    for event, says in (("pause", "Paused"), ("finish", "Finished"), ("start", "Running")):
        page = nadia.post(f"/lists/campaigns/{campaign.id}/move", event=event)
        assert (page.status_code, says in page.text) == (200, True)
    assert nadia.post(f"/lists/campaigns/{campaign.id}/move", event="archive").status_code == 400
    assert "Widow pension, November" in nadia.get("/lists/").text


def test_who_submitted_a_campaign_is_told_that_another_officer_approves_it(
    db: Database, app: Flask, floor: Floor, nadia: Officer
) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "shazia", Role.OFFICER, password_hash=HASH)
        session.get_one(Campaign, floor.campaign.id).status = CampaignStatus.DRAFT
    hers = nadia.post(f"/lists/campaigns/{floor.campaign.id}/move", event="submit").text
    assert ('value="approve"' in hers, "another officer of the department approves it" in hers) == (False, True)
    others = Officer(app, "shazia").get(f"/lists/campaigns/{floor.campaign.id}").text
    assert ('value="approve"' in others, "another officer of the department approves it" in others) == (True, False)


def test_predictive_mode_is_chosen_beside_a_warning_with_its_cap(db: Database, floor: Floor, nadia: Officer) -> None:
    page = nadia.get("/lists/campaigns/new").text
    assert "automatic dialling may need the people's consent" in page
    assert 'name="abandon_cap" type="text" inputmode="decimal" required maxlength="5" size="5" value="3"' in page
    form = {
        "name": "Widow pension, December",
        "scheme": "Widow pension",
        "purpose": "Was the instalment paid?",
        "lawful_basis": "Order 12 of 2026",
        "retention_end": "2999-12-31",
        "region": "IN",
        "mode": "predictive",
        "caller_id": "0194 250 1234",
        "operator": str(floor.operator.id),
        "script": "shipped:benefit_received",
        "languages": ["ur"],
    }
    for wrong in ({"abandon_cap": "4"}, {"abandon_cap": "nan"}, {"abandon_cap": "2", "abandon_target": "2,5"}):
        page = nadia.post("/lists/campaigns/new", **(form | wrong))
        assert (page.status_code, page.text.count('class="mistake"')) == (422, 1), wrong
    nadia.post("/lists/campaigns/new", **(form | {"abandon_cap": "2,5", "abandon_target": "०.५"}))
    with db.transaction(EVERYTHING) as session:
        campaign = session.scalars(select(Campaign).where(Campaign.name == form["name"])).one()
    assert campaign.mode is DialMode.PREDICTIVE
    assert (campaign.abandon_cap, campaign.abandon_target) == (0.025, 0.005)


def test_another_departments_campaign_and_list_are_no_page(
    db: Database, app: Flask, floor: Floor, nadia: Officer
) -> None:
    list_id = in_review(db, floor, nadia)
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "housing").user(session, "omar", Role.OFFICER, password_hash=HASH)
    omar = Officer(app, "omar")
    for path in ("", "/columns", "/progress", "/problems", "/check", "/refused.xlsx"):
        assert omar.get(f"/lists/{list_id}{path}").status_code == 404, path
    for path in ("/columns", "/approve", "/withdraw"):
        assert omar.post(f"/lists/{list_id}{path}").status_code == 404, path
    assert omar.get(f"/lists/campaigns/{floor.campaign.id}").status_code == 404
    assert omar.upload(floor.campaign.id, PEOPLE).status_code == 404
    assert "Campaign pension" not in omar.get("/lists/").text


def test_an_agent_does_not_see_lists(db: Database, app: Flask, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "shazia", Role.AGENT, password_hash=HASH)
    assert Officer(app, "shazia").get("/lists/").status_code == 403


def test_pages_are_right_to_left_in_urdu(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = in_review(db, floor, nadia)
    nadia.post("/language", language="ur")
    page = nadia.get(f"/lists/{list_id}/problems")
    assert '<html lang="ur" dir="rtl"' in page.text


def test_a_withdrawn_list_says_so_and_stays_to_be_seen(db: Database, floor: Floor, nadia: Officer) -> None:
    list_id = in_review(db, floor, nadia)
    nadia.post(f"/lists/{list_id}/withdraw")
    page = nadia.get(f"/lists/{list_id}")
    assert "Withdrawn" in page.text
    assert "Approve the list" not in page.text
