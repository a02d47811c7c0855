"""Why this call, why now: every decision of the dialler can be read, by those who may and by nobody else."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from agent_ui.floor.case_timeline import ENDS
from agent_ui.floor.case_words import CLOSED_FOR_NOW, LEARNED, PLANNED, WAITS
from agent_ui.floor.closing_words import CLOSED_BY
from agent_ui.floor.decision_words import DECIDED
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.call_states import CallStatus, EndReason
from campaigns.rules.calling.answering_hours import Level
from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.calling.next_call import Wait
from campaigns.rules.calling.retry_plan import Because
from campaigns.rules.calling.why_closed import Closing
from campaigns.rules.carrier.breaker import Trouble
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.pacing_fallback import Fallback
from campaigns.rules.roles import Role
from campaigns.rules.scripts.who_answered import Answered, Relation
from campaigns.store.dialling.dial_decisions import note_decisions
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, Beneficiary, Case, CaseHold, CaseMove, LoggedOutcome, PlannedTry
from tests.edges.test_floor import app, browser, floor
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_floor import NOW, Floor, given_floor

__all__ = ["app", "browser", "floor"]  # fixtures


@pytest.fixture
def case(db: Database, floor: Floor) -> Case:
    """Somebody who was called twice: once the call was refused, once nobody answered."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        case = floor.person(session, floor.lists[0], attempts=1, outcome=Outcome.NO_ANSWER, scheme_person_id="OAP-77")
        session.get_one(Beneficiary, case.beneficiary_id).name = "Haleema Akhter"
        case.due_at = NOW + timedelta(hours=6, minutes=30)
        floor.call(
            session, case, None, at=NOW - timedelta(hours=2), sent_at=None, ended_at=NOW - timedelta(hours=2),
            refused_because="agent_gone",
        ).end_reason = EndReason.NOT_SENT  # fmt: skip
        tried = floor.call(
            session, case, Outcome.NO_ANSWER, at=NOW - timedelta(hours=1), ringing_at=NOW - timedelta(hours=1),
            ended_at=NOW - timedelta(minutes=59), answered_by=Answered.FAMILY, relation=Relation.SPOUSE,
        )  # fmt: skip
        tried.end_reason, tried.likely = EndReason.NO_ANSWER, 1.44
        facts = {"position": 0, "part": "evening", "level": "block", "share": 0.41, "usual": 0.22, "calls": 180}
        owner = {"case_id": case.id, "department_id": floor.department.id}
        session.add(
            PlannedTry(
                call_id=tried.id, due_at=case.due_at, because="learned_part", facts=facts, at=tried.ended_at, **owner
            )
        )
        session.add(
            CaseHold(
                because=Hold.PHONE_RESTS,
                day=NOW.date(),
                times=3,
                first_at=NOW - timedelta(hours=3),
                last_at=NOW - timedelta(hours=2),
                until=NOW - timedelta(hours=1),
                **owner,
            )
        )
        return case


def story(browser: FlaskClient, floor: Floor, case: Case, who: str = "gulshan") -> str:
    sign_in(browser, who)
    return browser.get(f"/floor/{floor.campaign.id}/cases/{case.id}").text


def test_the_story_tells_each_decision_with_its_rule_in_the_order_of_time(
    browser: FlaskClient, floor: Floor, case: Case
) -> None:
    page = story(browser, floor, case)
    told = (
        "Held back.",
        "it rests",
        "The call was not sent",
        "not ready any more",
        "A call was placed.",
        "about 1.4 times as likely to answer at this time of the day as is usual here",
        "No answer",
        "it rang and nobody answered",
        "Who answered: Husband or wife",
        "because people of the block answer about 41% of first calls then, against 22%",
        "(180 calls counted)",
    )
    found = page[page.index('class="story"') :]
    assert [text for text in told if text not in found] == []
    places = [found.index(text) for text in ("Held back.", "The call was not sent", "No answer", "Tried at 18:00")]
    assert places == sorted(places)


def test_the_story_says_what_comes_next_and_when_at_the_earliest(
    browser: FlaskClient, floor: Floor, case: Case
) -> None:
    page = story(browser, floor, case)
    assert "The next try is planned for 23 Nov, 18:00" in page
    assert "Rung at the earliest: 23 Nov, 18:00" in page
    assert "+9194190" not in page, "numbers are masked"


def test_who_looked_at_a_person_stands_in_the_trace(
    browser: FlaskClient, floor: Floor, case: Case, db: Database
) -> None:
    story(browser, floor, case)
    with db.transaction(EVERYTHING) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "case_story_seen")).one()
    assert trace.subject == {"case_id": str(case.id)}
    assert trace.department_id == floor.department.id


def test_an_officer_reads_the_story_without_the_names_of_agents(
    browser: FlaskClient, floor: Floor, case: Case, db: Database
) -> None:
    with db.transaction(EVERYTHING) as session:
        desk = floor.desk(session, "nasreen", status="paused")  # type: ignore[arg-type]
        call = floor.call(session, case, Outcome.CALL_LATER, agent_session_id=desk.id, ended_at=NOW)
        session.add(
            LoggedOutcome(
                key="k",
                department_id=floor.department.id,
                call_id=call.id,
                case_id=case.id,
                user_id=desk.user_id,
                outcome=Outcome.CALL_LATER,
                callback_at=NOW + timedelta(hours=1),
                at=NOW,
            )
        )
    assert "Nasreen" in story(browser, floor, case)
    browser.post("/sign-out", data={"csrf_token": token(browser.get("/floor/").text)})
    page = story(browser, floor, case, "officer")
    assert "A callback was promised for" in page
    assert "Nasreen" not in page


def test_a_person_of_another_department_has_no_page_here(
    browser: FlaskClient, floor: Floor, case: Case, db: Database
) -> None:
    with db.transaction(EVERYTHING) as session:
        other = given_floor(session, "housing")
        stranger = other.person(session, other.list(session))
        other.user(session, "stranger", Role.OFFICER, password_hash=HASH)
    sign_in(browser, "stranger")
    assert browser.get(f"/floor/{floor.campaign.id}/cases/{case.id}").status_code == 404
    assert browser.get(f"/floor/{other.campaign.id}/cases/{case.id}").status_code == 404
    assert browser.get(f"/floor/{floor.campaign.id}/decisions").status_code == 404
    assert browser.get(f"/floor/{other.campaign.id}/cases/{stranger.id}").status_code == 200


def test_an_agent_has_no_such_page(browser: FlaskClient, floor: Floor, case: Case, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "agent", Role.AGENT, password_hash=HASH)
    sign_in(browser, "agent")
    assert browser.get(f"/floor/{floor.campaign.id}/cases/{case.id}").status_code == 403


def test_decisions_are_counted_by_reason_and_minute(browser: FlaskClient, floor: Floor, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        for minutes, decided in (
            (1, Counter(intended=4, phone_cap=2, intended_ahead=3, intended_closing=1)),
            (30, Counter(intended=3, agent_gone=1)),
            (200, Counter(intended=5, of_tomorrow=1)),
        ):
            note_decisions(session, floor.campaign, decided, at=NOW - timedelta(minutes=minutes))
    sign_in(browser, "gulshan")
    page = browser.get(f"/floor/{floor.campaign.id}/decisions").text
    table = " ".join(page[page.index("<tbody>") : page.index("</tbody>")].split())
    assert '<td class="number">4</td><td class="number">7</td><td class="number">12</td>' in table
    assert "rung as often today" in table
    assert (
        table.index("A call was placed.") < table.index("before an agent was free") < table.index("rung as often today")
    )
    assert "Another rule: of_tomorrow" in table, "nothing is hidden"
    assert page.count('class="minute-placed"') == 2 + 1, "two minutes and the legend"
    assert "Calls placed: 7, Held back while due: 2, Refused right before the dial: 1" in page


def test_a_person_is_found_by_her_id_or_her_row_and_the_address_keeps_neither(
    browser: FlaskClient, floor: Floor, case: Case
) -> None:
    sign_in(browser, "gulshan")
    address = f"/floor/{floor.campaign.id}/decisions"
    csrf = token(browser.get(address).text)
    for written in ("OAP-77", str(case.list_row)):
        page = browser.post(address, data={"find": written, "csrf_token": csrf}).text
        assert f"/cases/{case.id}" in page
        assert "Haleema Akhter" in page
    assert "Nobody of this campaign" in browser.post(address, data={"find": "OAP-1", "csrf_token": csrf}).text


def test_a_closed_case_says_in_one_sentence_why_it_is_and_a_call_under_way_when_each_step_was(
    browser: FlaskClient, floor: Floor, case: Case, db: Database
) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.call(
            session, case, None, status=CallStatus.TALKING, sent_at=NOW, ringing_at=NOW + timedelta(seconds=4),
            talking_at=NOW + timedelta(seconds=9),
        )  # fmt: skip
    page = story(browser, floor, case)
    assert "The call is under way." in page
    assert "sent 11:30:00, rang 11:30:04, talked from 11:30:09" in page
    for outcome, call_id, sentence in (
        (Outcome.OPT_OUT, None, "The number may not be called any more, and there is no other"),
        (Outcome.NO_ANSWER, uuid4(), "As many attempts as the campaign allows were made"),
        (Outcome.COMPLETED, uuid4(), "Everything was asked."),
    ):
        with db.transaction(EVERYTHING) as session:
            closed = session.get_one(Case, case.id)
            closed.status, closed.attempts = CaseStatus.CLOSED, 4
            session.execute(delete(CaseMove))
            session.add(
                CaseMove(
                    case_id=case.id, department_id=floor.department.id, event=CaseEvent.CLOSE, outcome=outcome,
                    before=CaseStatus.IN_CALL, after=CaseStatus.CLOSED, call_id=call_id, at=NOW,
                )
            )  # fmt: skip
        assert sentence in browser.get(f"/floor/{floor.campaign.id}/cases/{case.id}").text


@pytest.mark.parametrize("status", [CaseStatus.CLOSED, CaseStatus.CLAIMED, CaseStatus.IN_CALL, CaseStatus.CALLBACK])
def test_every_status_has_a_page(
    browser: FlaskClient, floor: Floor, case: Case, status: CaseStatus, db: Database
) -> None:
    with db.transaction(EVERYTHING) as session:
        session.get_one(Case, case.id).status = status
    assert "What comes next" in story(browser, floor, case)


def test_every_word_of_a_decision_has_a_sentence(app: Flask) -> None:
    closed = {"holiday", "outside_hours", "gap", "outage"}
    assert {*Hold, *Trouble, *closed, *(f"area_{word}" for word in closed)} <= set(DECIDED)
    assert {f"intended_{because}" for because in set(Fallback) - {Fallback.PROMISED}} <= set(DECIDED)
    assert set(CLOSED_FOR_NOW) == closed
    assert set(WAITS) == set(Wait)
    assert set(PLANNED) | {Because.LEARNED_PART} == set(Because)
    assert set(LEARNED) == set(Level)
    assert set(CLOSED_BY) == set(Closing)
    assert set(ENDS) | {EndReason.NOT_SENT} == set(EndReason)
