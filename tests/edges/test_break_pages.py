"""Minutes of breaks as pages set them: each operator's own, by its supervisors or an administrator, and by nobody else."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Operator
from tests.edges.test_floor import app, browser, floor
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_floor import Floor

__all__ = ["app", "browser", "floor"]  # fixtures


@pytest.fixture
def other(db: Database, floor: Floor) -> UUID:
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "admin", Role.ADMIN, password_hash=HASH)
        company = Operator(name="Another centre", break_minutes={"tea": 25})
        session.add(company)
        session.flush()
        return company.id


def set_tea(browser: FlaskClient, operator: UUID, minutes: str) -> tuple[int, str]:
    form = {"tea": minutes, "csrf_token": token(browser.get("/breaks/").text)}
    answer = browser.post(f"/breaks/{operator}", data=form)
    return answer.status_code, answer.text


def test_a_supervisor_sees_and_sets_the_minutes_of_her_own_operator_only(
    browser: FlaskClient, db: Database, floor: Floor, other: UUID
) -> None:
    sign_in(browser, "gulshan")
    assert "Another centre" not in browser.get("/breaks/").text
    assert set_tea(browser, other, "5")[0] == 404
    assert set_tea(browser, floor.operator.id, "10")[0] == 302
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Operator, floor.operator.id).break_minutes == {"tea": 10}
        assert session.get_one(Operator, other).break_minutes == {"tea": 25}


def test_an_administrator_sets_those_of_all_and_is_told_what_is_wrong_beside_what_she_wrote(
    browser: FlaskClient, other: UUID
) -> None:
    sign_in(browser, "admin")
    status, page = set_tea(browser, other, "hal")
    assert (status, "whole minutes from 0 to 480" in page, 'value="hal"' in page) == (422, True, True)
    assert set_tea(browser, other, "0")[0] == 302
    assert 'value="0"' in browser.get("/breaks/").text


def test_officers_and_agents_set_no_breaks(browser: FlaskClient, floor: Floor) -> None:
    sign_in(browser, "officer")
    assert browser.get("/breaks/").status_code == 403
