"""Tiers and reports in a real browser: down from the state to a block, and nobody is shut out on the way."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select

from agent_ui.languages import direction_of
from campaigns.reports.count_list_rows import count_list_rows
from campaigns.rules.list_states import ListStatus
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import User
from tests.browser.conftest import barriers
from tests.browser.test_floor import signed_in
from tests.edges.test_tier_pages import app as app
from tests.edges.test_tier_pages import floor as floor
from tests.given_floor import DISTRICT, NOW, PATTAN, Floor
from workers.embedded.ports import free_port


@pytest.fixture
def address(app: Flask, serve: Callable[[Flask, int], None]) -> str:
    port = free_port()
    serve(app, port)
    return f"http://127.0.0.1:{port}"


def test_everybody_goes_down_the_tiers_and_reads_the_report(
    db: Database, context: BrowserContext, address: str, floor: Floor, language: str
) -> None:
    with db.transaction(EVERYTHING) as session:
        for user in session.scalars(select(User).where(User.role.in_([Role.OFFICER, Role.PROGRAMME, Role.ADMIN]))):
            user.interface_language = language
        place = {"district_id": DISTRICT, "block_id": PATTAN}
        floor.row(session, floor.lists[0], Verdict.REJECTED, Reason.PHONE_ROUNDED, details={"place": place})
        floor.list(session, "later.csv", ListStatus.REVIEW).accepted = 1_234
    count_list_rows(db, floor.campaign.id, now=NOW)
    page = signed_in(context, address, "officer")
    page.goto(f"{address}/tiers/")
    assert page.get_attribute("html", "dir") == direction_of(language)
    for place in ("Jammu And Kashmir", "Baramulla", "Pattan"):
        page.locator("table").first.get_by_role("link", name=place).click()
        expect(page.locator("[aria-current=location]")).to_have_text(place)
        assert barriers(page) == [], place
        expect(page.locator("#uncalled table")).to_have_count(2)
    expect(page.locator("a[href$='/check']")).to_be_visible()
    here = f"/reports/{floor.campaign.id}/figures"
    for path in (here, f"{here}?from=2026-11-23&to=2026-11-01", f"/tiers/{floor.campaign.id}/entitled"):
        page.goto(address + path)
        assert barriers(page) == [], path
    for sign_in, paths in (("baramulla", ("/tiers/",)), ("admin", ("/admin/", "/admin/keys/", "/admin/reports/"))):
        page.context.clear_cookies()
        page = signed_in(context, address, sign_in)
        for path in paths:
            page.goto(address + path)
            assert barriers(page) == [], path
