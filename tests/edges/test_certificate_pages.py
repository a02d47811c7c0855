"""An officer freezes the account with one button and takes every certificate away; nobody else does."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from campaigns.accounts.ask_for_certificate import ask_for_certificate
from campaigns.accounts.freeze_account import freeze_account
from campaigns.rules.roles import Role
from campaigns.sheets.certificate_check import check_certificate
from campaigns.sheets.signing_key import signed_by
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AccessTrace, AccountFreeze
from tests.edges.test_floor import app, browser, floor  # noqa: F401 - fixtures
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_floor import NOW, Floor, given_floor
from tests.sheets.given_certificate import KEY


def waiting(db: Database) -> AccountFreeze:
    """What an officer has just asked for."""
    with db.transaction(EVERYTHING) as session:
        return session.scalars(select(AccountFreeze).where(AccountFreeze.ended_at.is_(None))).one()


def press(browser: FlaskClient, where: str) -> TestResponse:  # noqa: F811
    """Press the button of the page."""
    csrf = token(browser.get("/reports/").text)
    return browser.post(where, data={"csrf_token": csrf}, follow_redirects=True)


def test_an_officer_freezes_the_account_and_takes_the_certificate_away(
    browser: FlaskClient, floor: Floor, db: Database  # noqa: F811
) -> None:  # fmt: skip
    sign_in(browser, "officer")
    assert f"/reports/{floor.campaign.id}/certificates" in browser.get(f"/reports/{floor.campaign.id}").text
    where = f"/reports/{floor.campaign.id}/certificates"
    assert "Nothing has been frozen yet." in browser.get(where).text
    asked = press(browser, where).text
    assert "A certificate is being made." in asked
    assert f'id="progress" data-address="{where}"' in asked  # it looks again by itself, and nobody is moved by a clock
    assert re.findall(r"(<noscript>)?<meta http-equiv", asked) == ["<noscript>"]
    assert press(browser, where).status_code == 200, "pressed twice, it is made once"
    freeze_account(db, waiting(db).id, lambda: KEY, now=lambda: NOW)
    shown = browser.get(where).text
    for text in ("Certificate 1", "Officer", "verify_account.py"):
        assert text in shown
    file = browser.get(f"{where}/1.jsonl")
    assert "account-pension-1.jsonl" in file.headers["Content-Disposition"]
    assert int(file.headers["Content-Length"]) == len(file.data)
    assert check_certificate(file.data.splitlines(keepends=True), KEY.public, signed_by).findings == []
    with db.transaction(EVERYTHING) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "certificate_downloaded")).one()
    assert trace.subject == {"campaign_id": str(floor.campaign.id), "number": 1}
    assert browser.get(f"{where}/2.jsonl").status_code == 404


def test_why_an_account_was_not_frozen_is_said(browser: FlaskClient, floor: Floor, db: Database) -> None:  # noqa: F811
    where = f"/reports/{floor.campaign.id}/certificates"
    sign_in(browser, "officer")
    earlier = NOW - timedelta(minutes=1)
    assert isinstance(ask_for_certificate(db, Scope(floor.department.id), floor.campaign.id, None, now=earlier), UUID)
    freeze_account(db, waiting(db).id, lambda: KEY, now=lambda: NOW)
    press(browser, where)
    freeze_account(db, waiting(db).id, lambda: KEY, now=lambda: NOW)
    assert "look at the machine" in browser.get(where).text


@pytest.mark.parametrize(("who", "answer"), [("gulshan", 403), ("stranger", 404)])
def test_nobody_else_freezes_or_takes_away(
    browser: FlaskClient, floor: Floor, db: Database, who: str, answer: int  # noqa: F811
) -> None:  # fmt: skip
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "housing").user(session, "stranger", Role.OFFICER, password_hash=HASH)
    sign_in(browser, who)
    where = f"/reports/{floor.campaign.id}/certificates"
    assert {browser.get(where).status_code, press(browser, where).status_code} == {answer}
    assert browser.get(f"{where}/1.jsonl").status_code == answer
