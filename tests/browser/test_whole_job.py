"""From a department's file to its account, as people do it: an officer, an agent and a supervisor, in Urdu."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from playwright.sync_api import Browser, expect
from python_calamine import CalamineWorkbook

from campaigns.store.session import Database
from tests.browser.running_house import PASSWORD, RunningHouse, running_house
from tests.browser.visitor import PATIENCE, Visitor

CAMPAIGN = "Old-age pension check"
SEEN, AWAY = "+916041273859", "+916012745386"
HER_NAME = "Fata Begum"
PEOPLE = (
    ("Old-age pension, Bandipora and Kupwara", "", "", "", "", ""),
    ("S.No", "Name of Beneficiary", "Father/Husband Name", "Mobile No.", "District", "Block"),
    (1, HER_NAME, "Ab Rashid Wani", 6041273859, "Bandipora", "Hajin"),
    (2, "محمد رمضان ڈار", "غلام نبی", "0" + AWAY[3:], "Kupwara", "Handwara"),
    (3, "Zoona", "Sonaullah Mir", "6.04127E+09", "Bandipora", "Hajin"),
    (4, "Ghulam Hassan Lone", "Ali Mohammad", "", "Bandipora", "Sumbal"),
    (5, "Sara Bano", "Mohd Sultan", 60412738, "Kupwara", "Langate"),
    ("", "Total", "", 5, "", ""),
)
ROW = 3  # where she stands in the file


@pytest.fixture
def house(db: Database, database_url: str, redis_url: str, tmp_path: Path) -> Iterator[RunningHouse]:
    with running_house(db, database_url, redis_url, tmp_path / "house") as house:
        house.expect_of(SEEN, finds="answer", alone=9000)
        house.expect_of(AWAY, finds="switched_off")
        yield house


@pytest.fixture
def visit(chromium: Browser, house: RunningHouse) -> Iterator[Callable[[str], Visitor]]:
    """Each person has a browser of her own."""
    visitors: list[Visitor] = []

    def come(language: str) -> Visitor:
        visitors.append(Visitor(chromium, house.address, language))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leave()


@pytest.mark.timeout(900)
def test_the_whole_job_from_a_file_to_the_account(
    house: RunningHouse, visit: Callable[[str], Visitor], tmp_path: Path
) -> None:
    officer, supervisor, agent = visit("ur"), visit("ur"), visit("ur")
    officer.sign_in("officer", PASSWORD)
    officer.arrives("lists", officer.say("Campaigns and lists"))
    makes_a_campaign(officer)
    uploads(officer, tmp_path / "people.xlsx")
    officer.arrives("progress", officer.say("The list is being read"))
    house.start_worker()
    looks_at_the_problems(officer, tmp_path)
    approves_and_starts(officer)
    opens_her_desk(agent)
    talks(agent)
    watches(supervisor)
    logs_what_came_of_it(agent)
    finds_her_place(supervisor)
    takes_the_account(officer, tmp_path)


def makes_a_campaign(officer: Visitor) -> None:
    page, say = officer.page, officer.say
    officer.link("New campaign").click()
    officer.arrives("new-campaign", say("New campaign"))
    page.get_by_label(say("Name of the campaign")).fill(CAMPAIGN)
    page.get_by_label(say("Scheme")).fill("Old-age pension")
    page.get_by_label(say("Why are people called?")).fill("To learn whether the pension arrives.")
    page.get_by_label(say("Lawful basis")).fill("DPDP Act 2023, section 7(b)")
    page.get_by_label(say("Keep people's data until")).fill("2027-12-31")
    page.get_by_label("اردو").check()
    page.get_by_label("English").check()
    page.get_by_label(say("Number that people see")).fill("+911600123456")
    page.get_by_label(say("Practice calls that an agent passes before she calls")).fill("0")
    officer.button("Make the campaign").click()
    officer.arrives("campaign-draft", re.compile(f"^{CAMPAIGN}"))


def uploads(officer: Visitor, file: Path) -> None:
    """She finds the columns guessed right, with samples of what is in them."""
    write_list(file)
    page, say = officer.page, officer.say
    officer.link("Upload a list").click()
    officer.arrives("upload", say("Upload a list"))
    page.get_by_label(say("File: CSV, text, XLSX, XLS, XLSB or ODS")).set_input_files(file)
    officer.button("Upload and look at the columns").click()
    officer.arrives("columns", say("Which column holds what?"))
    expect(page.locator("#name-values")).to_contain_text(HER_NAME)
    expect(page.locator("#phone_1 option:checked")).to_contain_text("Mobile No.")
    expect(page.locator("#phone_1-values")).to_contain_text("6041273859")
    officer.button("These are right: read the list").click()


def looks_at_the_problems(officer: Visitor, folder: Path) -> None:
    """The page of the progress leads on by itself; what cannot be called is taken home to be mended."""
    page = officer.page
    page.wait_for_url("**/problems", timeout=PATIENCE)
    officer.arrives("problems", re.compile(r"^2\s.*\s3\s", re.DOTALL))
    refused = officer.takes(officer.link("Download the rows that cannot (XLSX)"), folder)
    lines = CalamineWorkbook.from_path(refused).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines[1:]] == [5, 6, 7]
    assert all(line[1] and line[2] for line in lines)
    assert lines[3][4] == "Sara Bano"
    page.locator(".page-head .button-main").click()
    officer.arrives("check", officer.say("Check and approve"))
    writes_the_lawful_basis(officer)
    officer.button("Approve the list").click()
    expect(page.locator(".notice-good")).to_contain_text("2")
    officer.looks("approved")


def writes_the_lawful_basis(officer: Visitor) -> None:
    """What the campaign says of itself stands in the form already; the date of the order does not."""
    officer.page.locator(".page-head .button-main").click()
    officer.arrives("basis", officer.say("Lawful basis"))
    officer.page.get_by_label(officer.say("Date of the order")).fill("2020-10-01")
    officer.button("Save the lawful basis").click()
    officer.arrives("check-with-basis", officer.say("Check and approve"))


def approves_and_starts(officer: Visitor) -> None:
    officer.link("Go to the campaign").click()
    officer.arrives("campaign", re.compile(f"^{CAMPAIGN}"))
    for move in ("Submit for approval", "Approve the campaign", "Start calling"):
        officer.button(move).click()
    expect(officer.button("Pause calling")).to_be_visible()
    officer.looks("campaign-running")


def opens_her_desk(agent: Visitor) -> None:
    agent.sign_in("agent", PASSWORD)
    agent.arrives("desk-start", agent.say("Open your desk"))
    agent.page.get_by_role("radio", name=re.compile("^" + agent.say("No sound"))).check()
    agent.button("Open the desk").click()
    in_status(agent, "paused")
    agent.looks("desk-paused")
    agent.page.keyboard.press("Enter")


def talks(agent: Visitor) -> None:
    """She is connected, sees who it is, answers by key, and a reload in the middle changes nothing."""
    page = agent.page
    in_status(agent, "on_call")
    expect(page.get_by_test_id("person")).to_contain_text(HER_NAME)
    expect(page.get_by_test_id("person")).to_contain_text("Hajin")
    agent.looks("desk-on-call")
    page.keyboard.press("1")
    at_step(agent, "purpose")
    page.keyboard.press("1")
    at_step(agent, "received")
    page.reload()
    in_status(agent, "on_call")
    at_step(agent, "received")
    expect(page.get_by_test_id("person")).to_contain_text(HER_NAME)
    page.keyboard.press("1")
    at_step(agent, "bye")
    agent.looks("desk-ending")


def logs_what_came_of_it(agent: Visitor) -> None:
    page = agent.page
    page.keyboard.press("F8")
    in_status(agent, "wrap_up")
    expect(page.locator("input[name=outcome]:checked")).to_have_value("completed")
    agent.looks("desk-wrap-up")
    page.keyboard.press("Enter")
    in_status(agent, "ready")
    agent.looks("desk-ready")


def watches(supervisor: Visitor) -> None:
    """Before the outcome nobody is reached; the agent is seen at her call."""
    supervisor.sign_in("supervisor", PASSWORD)
    supervisor.arrives("floors", supervisor.say("Campaigns"))
    supervisor.page.get_by_role("link", name=CAMPAIGN, exact=True).click()
    expect(supervisor.page.locator("#everyone")).to_contain_text("Rubeena Lone")
    expect(reached_people(supervisor)).to_have_text("0")
    supervisor.looks("floor-on-call")


def finds_her_place(supervisor: Visitor) -> None:
    """The open floor changes by itself; then she goes down to the block."""
    expect(reached_people(supervisor)).to_have_text("1", timeout=PATIENCE)
    supervisor.looks("floor")
    for place in ("Jammu And Kashmir", "Bandipora", "Hajin"):
        supervisor.page.locator("[id^=place-]").get_by_role("link", name=place).click()
        expect(supervisor.page.locator("[aria-current=location]")).to_have_text(place)
        expect(reached_people(supervisor)).to_have_text("1")
        supervisor.looks(f"floor-{place.split()[0].lower()}")


def takes_the_account(officer: Visitor, folder: Path) -> None:
    page = officer.page
    page.get_by_role("navigation").get_by_role("link", name=officer.say("Account")).click()
    officer.arrives("accounts", officer.say("What became of every row"))
    page.get_by_role("link", name=CAMPAIGN).click()
    expect(officer.link("Every row as CSV")).to_be_visible()
    officer.looks("account")
    with officer.takes(officer.link("Every row as CSV"), folder).open(encoding="utf-8-sig", newline="") as lines:
        by_row = {int(line["row"]): line for line in csv.DictReader(lines)}
    account: dict[str, Any] = json.loads(officer.takes(officer.link("Every row as JSON"), folder).read_text("utf-8"))
    assert (by_row[ROW]["ending"], by_row[ROW]["detail"]) == ("reached", "completed")
    assert sorted(by_row) == [row["row"] for row in account["rows"]] == list(range(1, len(PEOPLE) + 1))
    assert account["totals"]["rows"] == sum(account["totals"]["endings"].values()) == len(PEOPLE)
    assert account["balanced"] is True


def write_list(file: Path) -> None:
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Bandipora")
        for number, row in enumerate(PEOPLE):
            sheet.write_row(number, 0, row)


def in_status(agent: Visitor, status: str) -> None:
    expect(agent.page.get_by_test_id("state")).to_have_attribute("data-status", status, timeout=PATIENCE)


def at_step(agent: Visitor, step: str) -> None:
    expect(agent.page.get_by_test_id("question")).to_have_attribute("data-step", step, timeout=PATIENCE)


def reached_people(supervisor: Visitor) -> Any:
    return supervisor.page.locator("#people-all td").nth(1)
