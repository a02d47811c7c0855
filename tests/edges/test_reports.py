"""The department reads its account as a page and takes it out as files; each time stands in the trace."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from agent_ui.endings import COLUMNS, ENDINGS
from campaigns.rules.accounts.account import Ending
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AccessTrace, BeneficiaryList
from tests.edges.test_floor import app, browser, floor  # noqa: F401 - fixtures
from tests.edges.test_sign_in import HASH, sign_in, token
from tests.given_floor import Floor, given_floor


def test_an_officer_reads_totals_rates_and_places(browser: FlaskClient, floor: Floor, db: Database) -> None:  # noqa: F811
    with db.transaction(EVERYTHING) as session:
        floor.row(session, session.merge(floor.lists[0]), Verdict.REJECTED, Reason.PHONE_ROUNDED)
    sign_in(browser, "officer")
    page = browser.get(f"/reports/{floor.campaign.id}").text
    for text in ("Every one of the 4 rows", "Phone was rounded", "RR1: 1 of 3 people", "AAPOR", "Sopore", "Baramulla"):
        assert text in page


def test_an_account_that_is_not_balanced_says_so(browser: FlaskClient, floor: Floor, db: Database) -> None:  # noqa: F811
    with db.transaction(EVERYTHING) as session:
        session.execute(update(BeneficiaryList).values(accepted=BeneficiaryList.accepted + 1))
    sign_in(browser, "officer")
    assert "The account is not balanced." in browser.get(f"/reports/{floor.campaign.id}").text


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_a_download_has_every_row_and_leaves_a_trace(
    browser: FlaskClient, floor: Floor, db: Database, kind: str  # noqa: F811
) -> None:  # fmt: skip
    sign_in(browser, "officer")
    answer = browser.get(f"/reports/{floor.campaign.id}/account.{kind}")
    assert f"account-pension-20261123-0600.{kind}" in answer.headers["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
    else:
        rows = json.loads(answer.text)["rows"]
    assert [row["ending"] for row in rows] == ["reached", "waiting", "callback"]
    with db.transaction(EVERYTHING) as session:
        trace = session.scalars(select(AccessTrace).where(AccessTrace.action == "account_downloaded")).one()
    assert trace.subject == {"campaign_id": str(floor.campaign.id), "format": kind}


@pytest.mark.parametrize(
    ("language", "sheets", "reached", "waiting"),
    [
        ("en", ["By state", "By district", "By block", "Every row"], "Reached", "Waiting to be called"),
        ("ur", ["ریاست وار", "ضلع وار", "بلاک وار", "ہر سطر"], None, None),
        ("hi", None, None, None),
    ],
)
def test_the_workbook_speaks_the_language_of_the_page(
    browser: FlaskClient, floor: Floor, language: str, sheets: list[str] | None, reached: str | None, waiting: str | None  # noqa: F811
) -> None:  # fmt: skip
    sign_in(browser, "officer")
    browser.post("/language", data={"csrf_token": token(browser.get("/reports/").text), "language": language})
    answer = browser.get(f"/reports/{floor.campaign.id}/account.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    *tiers, rows = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert sheets is None or book.sheet_names == sheets
    head = rows[0]
    assert len(head) == len(set(head)) == len(rows[1]) == 20
    assert sum(line[-8] for line in tiers[0][1:]) == sum(line[-8] for line in tiers[-1][1:]) == len(rows) - 1 == 3
    if reached:
        assert [line[8] for line in rows[1:3]] == [reached, waiting]
    else:
        assert "Reached" not in str(rows)
    with ZipFile(io.BytesIO(answer.data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in sheet) is (language == "ur")


@pytest.mark.parametrize("language", ["en", "ur", "hi"])
def test_a_supervisor_takes_the_totals_on_paper(browser: FlaskClient, floor: Floor, language: str) -> None:  # noqa: F811
    sign_in(browser, "gulshan")
    browser.post("/language", data={"csrf_token": token(browser.get("/reports/").text), "language": language})
    answer = browser.get(f"/reports/{floor.campaign.id}/account.pdf")
    assert answer.data.startswith(b"%PDF-")
    assert "account-pension-20261123-0600.pdf" in answer.headers["Content-Disposition"]
    assert browser.get(f"/reports/{floor.campaign.id}/account.xlsx").status_code == 403


def test_the_csv_keeps_its_columns_in_every_language_and_adds_the_readers_words(
    browser: FlaskClient, floor: Floor  # noqa: F811
) -> None:  # fmt: skip
    sign_in(browser, "officer")
    browser.post("/language", data={"csrf_token": token(browser.get("/reports/").text), "language": "ur"})
    answer = browser.get(f"/reports/{floor.campaign.id}/account.csv").text
    lines = list(csv.DictReader(io.StringIO(answer.lstrip("\ufeff"))))
    assert [line["ending"] for line in lines] == ["reached", "waiting", "callback"]
    assert lines[1]["ending_in_words"] == "کال کی منتظر"
    words = json.loads(browser.get(f"/reports/{floor.campaign.id}/account.json").text)["words"]
    assert (words["language"], words["endings"]["waiting"]) == ("ur", lines[1]["ending_in_words"])


def test_a_supervisor_sees_totals_and_takes_no_rows(browser: FlaskClient, floor: Floor) -> None:  # noqa: F811
    sign_in(browser, "gulshan")
    page = browser.get(f"/reports/{floor.campaign.id}").text
    assert "Where the rows ended" in page
    assert "account.csv" not in page
    assert browser.get(f"/reports/{floor.campaign.id}/account.csv").status_code == 403


def test_a_strangers_account_cannot_be_taken_out(browser: FlaskClient, floor: Floor, db: Database) -> None:  # noqa: F811
    with db.transaction(EVERYTHING) as session:
        given_floor(session, "housing").user(session, "stranger", Role.OFFICER, password_hash=HASH)
    sign_in(browser, "stranger")
    assert browser.get(f"/reports/{floor.campaign.id}/account.json").status_code == 404
    assert "Campaign housing" in browser.get("/reports/").text
    assert "Campaign pension" not in browser.get("/reports/").text


def test_every_ending_has_its_words_and_its_column() -> None:
    assert set(ENDINGS) == set(Ending)
    assert sorted(ending for _, gathered in COLUMNS for ending in gathered) == sorted(Ending)
