"""Machines of a department read its figures with a key: those of the pages, as the document says, and no other's."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from sqlalchemy import select
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request

from agent_ui.limits import limiter
from campaigns.accounts.draw_account import draw_account
from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.reports.deliveries import Part, signing_secret
from campaigns.rules.reports.undelivered import MISSED, WEB_SILENT
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Scope
from campaigns.store.tables import ApiKey, DeliveryFile, DeliveryTry, ReportDelivery
from tests.edges.test_report_pages import centre as centre
from tests.edges.test_tier_pages import browser_of, token
from tests.given_centre import HASH, Centre
from tests.given_floor import DISTRICT, NOW, SOPORE, given_floor

Ask = Callable[..., TestResponse]
FIGURES = ("totals", "tiers", "rates", "outcomes", "report")


@pytest.fixture
def admin(centre: Centre) -> FlaskClient:
    with centre.db.transaction(EVERYTHING) as session:
        user = centre.floor.user(session, "anjum", Role.ADMIN, password_hash=HASH)
        user.department_id = None
    return browser_of(centre.app, "anjum")


@pytest.fixture
def key(centre: Centre, admin: FlaskClient) -> str:
    return made_key(admin, str(centre.floor.department.id))


def made_key(admin: FlaskClient, department: str) -> str:
    fields = {"csrf_token": token(admin), "name": "dashboard", "department_id": department}
    found = re.search(r'id="key">([^<]+)<', admin.post("/admin/keys/", data=fields).text)
    assert found
    return found[1]


@pytest.fixture
def ask(centre: Centre, key: str) -> Ask:
    """Ask with the key, and hold each answer to the document."""
    document = OpenAPI.from_dict(json.loads(centre.app.test_client().get("/api/v1/openapi.json").text))

    def asked(path: str, **headers: str) -> TestResponse:
        machine = centre.app.test_client()
        answer = machine.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"} | headers)
        request = WerkzeugOpenAPIRequest(Request(answer.request.environ))
        document.validate_request(request)
        document.validate_response(request, WerkzeugOpenAPIResponse(answer))
        return answer

    return asked


def told(answer: TestResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer.text)
    return found


def test_the_api_tells_the_figures_of_the_account(centre: Centre, ask: Ask) -> None:
    campaign = centre.floor.campaign.id
    totals = told(ask(f"campaigns/{campaign}/totals"))
    with draw_account(centre.db, Scope(centre.floor.department.id), campaign, now=NOW) as account:
        assert isinstance(account, Account)
        assert totals["rows"] == account.whole.rows == 10
        assert totals["outcomes"] == {outcome: number for outcome, number in account.whole.people.items() if number}
        assert totals["rr1"] == {"part": 4, "whole": 10, "share": 0.4}
    report = told(ask(f"campaigns/{campaign}/report"))
    assert [(one["step"], one["answered"], one["answers"][0]["value"]) for one in report["questions"]] == [
        ("identity", 4, "relative")
    ]
    assert [(one["dialled"], one["reached"]) for one in report["hours"]] == [(10, 4)]
    assert told(ask(f"campaigns/{campaign}/report?from=2026-11-23&to=2026-11-01"))["because"] == "days_reversed"
    rates = {rate["name"]: rate for rate in told(ask(f"campaigns/{campaign}/rates"))["rates"]}
    assert (rates["RR1"]["part"], rates["RR1"]["whole"]) == (4, 10)
    assert len(rates) == 16
    tier = told(ask(f"campaigns/{campaign}/tiers?area={DISTRICT}"))
    assert [(row["area"]["id"], row["people"], row["reached"]) for row in tier["areas"]] == [(SOPORE, 10, 4)]
    outcomes = told(ask(f"campaigns/{campaign}/outcomes"))
    assert outcomes["outcomes"][0] == {"ending": "reached", "outcome": "completed", "people": 4}
    assert told(ask("campaigns"))["campaigns"][0]["slug"] == "pension"


def test_the_same_figures_are_not_sent_twice(centre: Centre, ask: Ask) -> None:
    first = ask(f"campaigns/{centre.floor.campaign.id}/rates")
    again = ask(f"campaigns/{centre.floor.campaign.id}/rates", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_no_key_opens_another_department(centre: Centre, ask: Ask) -> None:
    with centre.db.transaction(EVERYTHING) as session:
        housing = given_floor(session, "housing").campaign
    assert told(ask("campaigns"))["campaigns"] == [
        {"id": str(centre.floor.campaign.id), "slug": "pension", "name": "Campaign pension", "status": "running"}
    ]
    for figures in FIGURES:
        answer = ask(f"campaigns/{housing.id}/{figures}")
        assert (answer.status_code, told(answer)["because"]) == (404, "not_found")
    assert told(ask(f"campaigns/{centre.floor.campaign.id}/tiers?area=block:0@0"))["because"] == "area_unknown"


def test_a_filter_that_an_address_does_not_know_is_named_instead_of_left_out(centre: Centre, ask: Ask) -> None:
    assert ask("campaigns?state=1").status_code == 422
    for figures in FIGURES:
        answer = ask(f"campaigns/{centre.floor.campaign.id}/{figures}?place=8")
        assert (answer.status_code, told(answer)["because"]) == (422, "no_such_filter")
        assert "'place'" in told(answer)["hint"]


@pytest.mark.parametrize("wrong", ["", "Bearer raabta_wrong", "Basic YTpi", "Bearer "])
def test_without_a_key_that_holds_nothing_is_told(centre: Centre, wrong: str) -> None:
    machine = centre.app.test_client()
    for path in ("campaigns", "campaigns/x", *(f"campaigns/{centre.floor.campaign.id}/{one}" for one in FIGURES)):
        answer = machine.get(f"/api/v1/{path}", headers={"Authorization": wrong})
        assert (answer.status_code, told(answer)["because"]) == (401, "key_needed")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_id_that_is_none_is_answered_as_the_api_answers_everything(centre: Centre, key: str) -> None:
    machine, by_key = centre.app.test_client(), {"Authorization": f"Bearer {key}"}
    for path in ("campaigns/x/totals", "nothing", "", f"campaigns/{centre.floor.campaign.id}/tiers?area=%00"):
        answer = machine.get(f"/api/v1/{path}", headers=by_key)
        assert (answer.status_code, told(answer)["because"]) == (404, "not_found")
    assert told(machine.post("/api/v1/campaigns", headers=by_key))["because"] == "read_only"


def test_an_address_that_no_database_can_hold_is_no_page(centre: Centre, admin: FlaskClient) -> None:
    for page in ("reports", "tiers", "floor"):
        assert admin.get(f"/{page}/{centre.floor.campaign.id}?area=%00").status_code == 404


def test_a_key_is_shown_once_kept_as_a_hash_and_ends_when_it_is_revoked(
    centre: Centre, admin: FlaskClient, key: str, ask: Ask
) -> None:
    assert ask("campaigns").status_code == 200
    page = admin.get("/admin/keys/").text
    assert key not in page
    assert key[:11] in page
    with centre.db.transaction(EVERYTHING) as session:
        (kept,) = session.scalars(select(ApiKey))
    assert key not in repr(vars(kept))
    assert kept.used_at is not None
    assert admin.post(f"/admin/keys/{kept.id}/revoke", data={"csrf_token": token(admin)}).status_code == 302
    assert ask("campaigns").status_code == 401
    assert admin.post("/admin/keys/", data={"csrf_token": token(admin), "name": ""}).status_code == 422


def test_a_machine_that_asks_without_end_is_held_up(centre: Centre, ask: Ask) -> None:
    with centre.app.app_context():
        limiter.reset()
    answers = {ask("campaigns").status_code for _ in range(125)}
    assert answers == {200, 429}


def test_an_administrator_begins_and_ends_a_report_that_is_sent(centre: Centre, admin: FlaskClient) -> None:
    wish = {
        "csrf_token": token(admin), "campaign_id": str(centre.floor.campaign.id), "way": "webhook", "every": "week",
        "address": "https://example.org/hook", "at": "08:30", "area": "Baramulla", "language": "hi",
    }  # fmt: skip
    assert admin.post("/admin/reports/", data=wish | {"way": "folder", "address": "office"}).status_code == 422
    assert admin.post("/admin/reports/", data=wish | {"address": "https://me:word@example.org/"}).status_code == 422
    assert admin.post("/admin/reports/", data=wish).status_code == 302
    page = admin.get("/admin/reports/").text
    assert "https://example.org/hook" in page
    assert "08:30" in page
    with centre.db.transaction(EVERYTHING) as session:
        (delivery,) = session.scalars(select(ReportDelivery))
    secret = signing_secret(centre.settings.secret_key, delivery.id)
    assert secret in page
    assert secret not in admin.get("/admin/reports/").text  # it is shown once
    assert (delivery.area_id, delivery.language) == (DISTRICT, "hi")
    with centre.db.transaction(EVERYTHING) as session:
        of_it = {"department_id": delivery.department_id, "delivery_id": delivery.id}
        file = DeliveryFile(id=UUID(int=5), part=Part.REPORT, begun_at=NOW, due_at=NOW, tries=1, **of_it)
        session.add_all([file, DeliveryTry(file_id=file.id, at=NOW, delivered=False, detail=WEB_SILENT.hint, **of_it)])
    assert "One file of a report has not arrived." in admin.get("/admin/").text
    assert WEB_SILENT.hint in admin.get("/admin/reports/").text
    again = f"/admin/reports/files/{file.id}/again"
    assert admin.post(again, data={"csrf_token": token(admin)}).status_code == 409  # it is still tried
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(DeliveryFile, file.id).ended_at = NOW
        session.get_one(ReportDelivery, delivery.id).due_at = NOW - timedelta(hours=1)
        session.add(DeliveryTry(at=NOW - timedelta(days=7), delivered=False, detail=MISSED.hint, **of_it))
    assert all(words in admin.get("/admin/reports/").text for words in ("nobody is there to send it", again))
    officer = browser_of(centre.app, "officer")
    page = officer.get("/reports/").text
    assert all(words in page for words in (WEB_SILENT.hint, "tried no more", "16 Nov, 11:30", MISSED.hint, "overdue"))
    assert admin.post(again, data={"csrf_token": token(admin)}).status_code == 302
    assert "tried no more" not in officer.get("/reports/").text
    assert admin.post(f"/admin/reports/{delivery.id}/end", data={"csrf_token": token(admin)}).status_code == 302
    assert "ended" in admin.get("/admin/reports/").text
