"""The calendar's pages: who may read and change what, and clear words where something cannot be."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from agent_ui.calendar.change_words import FIELDS, SUBJECTS
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.calling.rule_changes import Subject
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AreaOutage, CallingHours, Campaign, Department
from tests.edges.test_floor import app, browser, floor
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_floor import DISTRICT, Floor, given_floor

__all__ = ["app", "browser", "floor"]  # fixtures
HOURS = {"weekday": "", "opens": "10:00", "closes": "17:00", "from": "2026-11-23", "to": "", "source": "Order 7"}
OUTAGE = {
    "area": DISTRICT, "begins": "2026-11-23T08:00", "ends": "", "name": "Network suspended", "source": "Order 114",
}  # fmt: skip


@pytest.fixture(autouse=True)
def people(db: Database, floor: Floor) -> None:
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "admin", Role.ADMIN, password_hash=HASH)


def send(browser: FlaskClient, path: str, fields: dict[str, str]) -> tuple[int, str]:
    page = browser.get("/calendar/IN").text
    sent = browser.post(path, data={**fields, "csrf_token": token(page)})
    return sent.status_code, sent.text


def test_an_officer_reads_the_calendar_of_her_region_and_changes_none_of_its_hours(
    browser: FlaskClient, floor: Floor
) -> None:
    sign_in(browser, "officer")
    assert browser.get("/calendar/").headers["Location"] == "/calendar/IN"
    page = browser.get("/calendar/IN").text
    assert "Republic Day" in page
    assert "Set other hours" not in page
    assert send(browser, "/calendar/IN/hours", HOURS)[0] == 403
    assert send(browser, "/calendar/IN/holiday", {"day": "2026-11-30"})[0] == 403
    assert browser.get("/calendar/PK").status_code == 404


def test_an_administrator_sets_shorter_hours_and_the_page_says_who_did(browser: FlaskClient, db: Database) -> None:
    sign_in(browser, "admin")
    assert send(browser, "/calendar/IN/hours", {**HOURS, "seen": "0"})[0] == 302
    page = browser.get("/calendar/IN").text
    assert "10:00–17:00" in page
    assert "Ends: 21:00 → 17:00" in page
    assert "Admin" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"opens": "07:00"}, "Nobody may be called here before 09:00 or after 21:00"),
        ({"opens": "18:00"}, "These hours never open"),
        ({"from": "2026-11-22"}, "A rule can begin today or later"),
        ({"opens": "ten"}, "Fill in every field that needs it"),
        ({"source": ""}, "Say where this comes from"),
        ({"weekday": "9"}, "Fill in every field that needs it"),
        ({"seen": "5"}, "Somebody has changed this in the meantime"),
    ],
)
def test_what_cannot_be_set_is_said_in_a_sentence_beside_what_was_written(
    browser: FlaskClient, db: Database, wrong: dict[str, str], says: str
) -> None:
    sign_in(browser, "admin")
    status, page = send(browser, "/calendar/IN/hours", {**HOURS, "seen": "0", **wrong})
    assert status == 422
    assert says in page
    assert 'value="17:00"' in page, "nothing has to be written twice"
    with db.transaction(EVERYTHING) as session:
        assert len(session.scalars(select(CallingHours).where(CallingHours.jurisdiction == "IN")).all()) == 1


def test_a_supervisor_notes_an_outage_and_says_when_it_is_over(browser: FlaskClient, db: Database) -> None:
    sign_in(browser, "gulshan")
    assert send(browser, "/calendar/IN/outage", OUTAGE)[0] == 302
    page = browser.get("/calendar/IN").text
    assert "Network suspended" in page
    assert "not known yet" in page
    with db.transaction(EVERYTHING) as session:
        outage = session.scalars(select(AreaOutage)).one()
    assert outage.begins_at.hour + outage.begins_at.minute / 60 == 2.5, "08:00 in Kashmir"
    assert send(browser, f"/calendar/IN/outage/{outage.id}/end", {})[0] == 302
    status, page = send(browser, f"/calendar/IN/outage/{outage.id}/end", {})
    assert status == 409
    assert "Somebody has ended this rule in the meantime: the page shows what holds now." in page


def test_caps_and_shares_are_the_administrators(browser: FlaskClient, floor: Floor, db: Database) -> None:
    caps = {
        "calls_per_phone": "2", "calls_per_person": "2", "gap_minutes": "30", "gap_after_talk_minutes": "240",
        "from": "2026-11-23", "source": "complaints", "seen": "0",
    }  # fmt: skip
    sign_in(browser, "admin")
    assert send(browser, "/calendar/IN/caps", caps)[0] == 302
    assert "<dd>240</dd>" in browser.get("/calendar/IN").text
    status, page = send(browser, "/calendar/IN/caps", {**caps, "calls_per_phone": "100", "seen": "1"})
    assert status == 422
    assert "between 1 and 10" in page
    share = f"/calendar/IN/share/{floor.campaign.id}"
    assert send(browser, share, {"share": "۴", "seen": "1"})[0] == 302
    assert send(browser, share, {"share": "4", "seen": "1"})[0] == 409
    assert send(browser, share, {"share": "many", "seen": "4"})[0] == 400


def test_an_officer_plans_her_campaign_and_no_other(browser: FlaskClient, floor: Floor, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
    sign_in(browser, "officer")
    plan = {"opens": "10:00", "closes": "16:00", "max_attempts": "7", "learned_hours": "on", "seen": "0"}
    address = f"/calendar/campaigns/{floor.campaign.id}"
    assert "The region allows calls from 09:00 to 21:00 today" in browser.get(address).text
    assert send(browser, address, plan)[0] == 302
    with db.transaction(EVERYTHING) as session:
        kept = session.get_one(Campaign, floor.campaign.id)
    assert (kept.max_attempts, kept.learned_hours) == (7, True)
    page = browser.get(address).text
    assert "Attempts: 4 → 7" in page
    assert "Learned hours: no → yes" in page
    status, page = send(browser, address, plan)
    assert status == 409
    assert "Somebody has changed this in the meantime" in page
    assert send(browser, address, {**plan, "seen": "1", "opens": "05:00"})[0] == 422
    assert browser.get(f"/calendar/campaigns/{other.campaign.id}").status_code == 404


def test_a_supervisor_has_no_page_of_the_plan_and_an_agent_none_at_all(
    browser: FlaskClient, floor: Floor, db: Database
) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "agent", Role.AGENT, password_hash=HASH)
    sign_in(browser, "gulshan")
    assert browser.get(f"/calendar/campaigns/{floor.campaign.id}").status_code == 403
    browser.post("/sign-out", data={"csrf_token": token(browser.get("/calendar/IN").text)})
    sign_in(browser, "agent")
    assert browser.get("/calendar/IN").status_code == 403


def test_a_supervisor_chooses_how_calls_are_placed_and_the_department_how_many_may_be_abandoned(
    browser: FlaskClient, floor: Floor, db: Database
) -> None:
    address = f"/calendar/campaigns/{floor.campaign.id}/placing"
    asked = {"mode": "predictive", "wrap_up_seconds": "45", "preview_seconds": "60", "seen": "0"}
    shares = {"abandon_target": "۰٫۵", "abandon_cap": "2"}
    sign_in(browser, "gulshan")
    assert "The department sets these two." in browser.get(address).text
    assert send(browser, address, {**asked, **shares})[0] == 302
    with db.transaction(EVERYTHING) as session:
        kept = session.get_one(Campaign, floor.campaign.id)
    assert (kept.mode, kept.abandon_target, kept.abandon_cap) == ("predictive", 0.01, 0.03)
    browser.post("/sign-out", data={"csrf_token": token(browser.get("/calendar/IN").text)})
    sign_in(browser, "officer")
    assert send(browser, address, {**asked, **shares, "seen": "1"})[0] == 302
    page = browser.get(address).text
    assert "Limit: 3% → 2%" in page
    assert "Mode: Progressive: one call for each ready agent → Predictive: more calls than ready agents" in page
    status, page = send(browser, address, {**asked, "abandon_target": "1", "abandon_cap": "9", "seen": "2"})
    assert status == 422
    assert "the limit to 3 of 100 at most" in page
    assert send(browser, address, {**asked, **shares, "mode": "guess", "seen": "2"})[0] == 422
    assert send(browser, address, {**asked, **shares, "seen": "1"})[0] == 409


def test_a_department_sees_no_campaign_of_another_in_the_calendar(browser: FlaskClient, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        other.user(session, "builder", Role.OFFICER, password_hash=HASH)
        session.get_one(Department, other.department.id).region = "PK"
    sign_in(browser, "builder")
    assert browser.get("/calendar/").headers["Location"] == "/calendar/PK"
    page = browser.get("/calendar/PK").text
    assert "Pakistan Day" in page
    assert "Campaign pension" not in page
    assert "Baramulla" not in page


def test_every_subject_and_field_of_a_change_has_a_word() -> None:
    assert set(SUBJECTS) == set(Subject)
    assert {"opens", "closes", "source", "share", "learned_hours", "calls_per_phone"} <= set(FIELDS)
