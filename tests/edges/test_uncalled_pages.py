"""Rows that nobody is called for stand on the page, in the file, on paper and in the API; careful readers see no few."""

from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from campaigns.reports.count_list_rows import count_list_rows
from campaigns.rules.reports.tier_report import TierReport
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.shared.tier_drawing import TierWish
from campaigns.shared.whole_tier import whole_tier
from campaigns.sheets.figures_json import tier_json
from campaigns.store.session import EVERYTHING, Database, Scope
from tests.edges.test_tier_pages import KUPWARA, browser_of
from tests.edges.test_tier_pages import app as app
from tests.edges.test_tier_pages import floor as floor
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, Floor


@pytest.fixture
def counted(db: Database, floor: Floor) -> Floor:
    """24 rows of Pattan have lost digits, three of Sopore have no number."""
    with db.transaction(EVERYTHING) as session:
        for rows, block, reason in ((24, PATTAN, Reason.PHONE_ROUNDED), (3, SOPORE, Reason.PHONE_MISSING)):
            for _ in range(rows):
                place = {"district_id": DISTRICT, "block_id": block}
                floor.row(session, floor.lists[0], Verdict.REJECTED, reason, details={"place": place})
    count_list_rows(db, floor.campaign.id, now=NOW)
    return floor


def test_the_department_sees_each_row_and_others_no_few(app: Flask, db: Database, counted: Floor) -> None:
    address, below = f"/tiers/{counted.campaign.id}", f"?area={DISTRICT}"
    officer = browser_of(app, "officer")
    book = CalamineWorkbook.from_filelike(BytesIO(officer.get(f"{address}/tier.xlsx{below}").data))
    lines = book.get_sheet_by_name("Rows without a call").to_python()
    assert lines[4:] == [["Pattan", 64, 40, 24], ["Sopore", 33, 30, 3], ["All together", 97, 70, 27]]
    assert "Why nobody is called" in officer.get(address + below).text
    assert officer.get(f"{address}/tier.pdf{below}").data.startswith(b"%PDF")
    others = CalamineWorkbook.from_filelike(BytesIO(browser_of(app, "baramulla").get(f"{address}/tier.xlsx").data))
    lines = others.get_sheet_by_name("Rows without a call").to_python()
    assert lines[4:7] == [["Pattan", 20], ["Sopore", "<20"], ["All together", 30]]
    assert others.get_sheet_by_name("Why nobody is called").to_python()[4] == [
        "Row refused",
        "Phone was rounded by a spreadsheet",
        20,
    ]
    with db.transaction(Scope(counted.department.id)) as session:
        drawn = whole_tier(session, TierWish(counted.campaign.id, DISTRICT), now=NOW)
    assert isinstance(drawn, TierReport)
    told = tier_json(drawn)
    assert [(one["area"]["name"], one["endings"]) for one in told["uncalled"]["areas"]] == [
        ("Pattan", {"rejected": 24}),
        ("Sopore", {"rejected": 3}),
    ]


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_a_file_that_cannot_be_is_answered_by_the_page_that_says_why(app: Flask, floor: Floor, kind: str) -> None:
    officer = browser_of(app, "officer")
    reversed_days = officer.get(f"/reports/{floor.campaign.id}/figures.{kind}?from=2026-11-23&to=2026-11-01")
    assert reversed_days.status_code == 422
    assert "The first day lies after the last one" in reversed_days.text
    nobody = officer.get(f"/tiers/{floor.campaign.id}/tier.{kind}?list={UUID(int=0)}")
    assert nobody.status_code == 422
    assert "Nobody is selected" in nobody.text
    outside = browser_of(app, "baramulla").get(f"/tiers/{floor.campaign.id}/tier.{kind}?area={KUPWARA}")
    assert outside.status_code == 403
    assert "lies outside yours" in outside.text
