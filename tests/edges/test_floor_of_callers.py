"""Supervisors see how many people rang today and what became of them; the department finds each in the account."""

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.answer_call_in import answer_call_in
from campaigns.calls.take_call_in import take_call_in
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.telephony.port import CallInTold, LetRing
from tests.edges.test_floor import app  # noqa: F401 - the fixture
from tests.edges.test_sign_in import HASH, sign_in
from tests.given_floor import NOW, SILENCE, Floor, given_areas, given_floor

PHONES = ("+919419000071", "+919419000072")


@pytest.fixture
def floor(db: Database) -> Floor:
    """One person who was joined, one who rang twice and was promised a call, one stranger."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        for language in ("en", "ur"):
            more = {"password_hash": HASH, "interface_language": language}
            floor.user(session, f"supervisor-{language}", Role.SUPERVISOR, **more)
        floor.user(session, "officer", Role.OFFICER, password_hash=HASH)
        people = floor.list(session)
        people.file_rows = 2
        for phone in PHONES:
            floor.person(session, people, phone=phone, due_at=NOW + timedelta(days=1))
        floor.desk(session, "asma", AgentStatus.READY)
    for number, phone in enumerate((PHONES[0], PHONES[1], PHONES[1], "+919419000079")):
        told = CallInTold(f"CA{number}", "+911140000000", phone)
        plan = take_call_in(db, told, carrier="sandbox", now=NOW, desk_silence=SILENCE)
        if phone == PHONES[0]:
            assert isinstance(plan, LetRing)
            answer_call_in(db, plan.call_id, now=NOW + timedelta(seconds=5), desk_silence=SILENCE)
    return floor


@pytest.fixture
def browser(app: Flask) -> FlaskClient:  # noqa: F811 - the fixture
    return app.test_client()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Rang us today and talked with an agent", "promised a call back: 1, from unknown numbers: 1")),
        ("ur", ("آج ہمیں کال کی، بات ہوئی", "جوابی کال کا وعدہ: 1، نامعلوم نمبروں سے: 1")),
    ],
)
def test_the_floor_says_who_rang_today(
    browser: FlaskClient, floor: Floor, language: str, words: tuple[str, str]
) -> None:
    sign_in(browser, f"supervisor-{language}")
    page = browser.get(f"/floor/{floor.campaign.id}").text
    assert all(part in page for part in words)


def test_calls_in_are_no_calls_that_we_placed(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "supervisor-en")
    assert "of 0 calls" in browser.get(f"/floor/{floor.campaign.id}").text


def test_the_account_counts_them_apart_and_names_each_in_its_row(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "officer")
    page = browser.get(f"/reports/{floor.campaign.id}").text
    assert "talked with an agent: 1; promised a call back: 1; from unknown numbers: 1." in page
    rows = list(
        csv.DictReader(io.StringIO(browser.get(f"/reports/{floor.campaign.id}/account.csv").text.lstrip("\ufeff")))
    )
    assert [(row["attempts"], row["calls_in"]) for row in rows] == [("0", "1"), ("0", "2")]
    assert rows[1]["each_call_in"].endswith("0072")
    assert "promised" in rows[1]["each_call_in"]
