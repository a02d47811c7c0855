"""A state's report on paper: right to left in Urdu, every district on it, digits in order, no heading upon another."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PdfReader
from redis import Redis

from agent_ui.app import create_app
from agent_ui.numbers import percent
from agent_ui.reports.printed_figures import printed_figures
from agent_ui.typeset import typeset
from campaigns.house import House
from campaigns.rules.accounts.outcome_rates import outcome_rates
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.reports.report_figures import Days, HourNumbers, HourTable, days_of
from campaigns.rules.reports.tier_report import AreaName, TierReport, shown_row
from campaigns.rules.reports.tiers import CountedCases, TierNumbers, count_tier, together
from campaigns.store.session import Database
from campaigns.store.tables import Campaign
from tests.flows.phones import Phones
from tests.given_centre import from_now_on
from tests.given_floor import NOW, STATE

DISTRICTS = [f"Zila {name}" for name in "ABCDEFGHIJKLMNOPQRST"]
ENDS = ((Outcome.COMPLETED, True), (Outcome.REFUSED, True), (Outcome.NO_ANSWER, False), (Outcome.WRONG_NUMBER, False))


@pytest.fixture
def app(db: Database, redis: Redis, database_url: str, redis_url: str) -> Flask:
    settings = from_now_on(database_url, redis_url)
    return create_app(settings, built=House(settings, db, redis, Phones()))


@pytest.fixture
def report() -> Report:
    """A state of twenty districts, each with some thousand people, and calls of a Monday from eight to seven."""
    here = [_district(1_000 + 37 * at) for at in range(len(DISTRICTS))]
    rows = tuple(
        shown_row(AreaName(f"district:{at}", "district", name), numbers, None, None)
        for at, (name, numbers) in enumerate(zip(DISTRICTS, here, strict=True))
    )
    whole, state = together(here), AreaName(STATE, "state", "Jammu And Kashmir")
    tier = TierReport(UUID(int=1), NOW, (state,), shown_row(state, whole, None, None), rows, whole, (), (), {})
    days = days_of("2026-11-01", "2026-11-23", "Asia/Kolkata", now=NOW)
    assert isinstance(days, Days)
    hours = HourTable({(1, hour): HourNumbers(1, hour, 400, 200, 10 * hour) for hour in range(8, 20)})
    return Report(tier, rows, whole, outcome_rates(whole.people), days, hours, (), {"steps": {}}, (), ())


def _district(people: int) -> TierNumbers:
    ended = [
        CountedCases(CaseStatus.CLOSED, outcome, outcome, reached, withdrawn=False, number=people)
        for outcome, reached in ENDS
    ]
    return count_tier([*ended, CountedCases(CaseStatus.WAITING, None, None, reached=False, withdrawn=False, number=10)])


def printed(app: Flask, report: Report, language: str) -> PdfReader:
    campaign = Campaign(name="Old-age pension check", zone="Asia/Kolkata")
    with app.test_request_context(), force_locale(language):
        return PdfReader(BytesIO(typeset(printed_figures(campaign, report, names_shown=False))))


def lines_of(paper: PdfReader) -> list[str]:
    """The lines of all pages, each word about where it stands."""
    return [line for page in paper.pages for line in page.extract_text(extraction_mode="layout").splitlines()]


def test_a_state_in_urdu_runs_from_right_to_left_with_its_digits_in_order(app: Flask, report: Report) -> None:
    paper = printed(app, report, "ur")
    lines = lines_of(paper)
    assert len(paper.pages) == 3
    assert paper.metadata
    assert paper.metadata.title == "رپورٹ"
    for at, name in enumerate(DISTRICTS):
        (row,) = [line for line in lines if name in line and line.count("%") > 1]
        reached, people = f"{2 * (1_000 + 37 * at):,}", f"{4 * (1_000 + 37 * at) + 10:,}"
        assert row.index(reached) < row.index(people) < row.index(name), row
        assert re.findall(r"\S*%\S*", row) == ["33%", "66%", "50%"]
    assert not [line for line in lines if re.search(r"%\d", line)]  # nor within a sentence
    used = {str(font["/BaseFont"]).partition("+")[2] for page in paper.pages for font in fonts_of(page)}
    assert {name.partition("-")[0] for name in used} == {"NotoNastaliqUrdu", "NotoSansArabic", "NotoSans"}


def test_after_a_share_in_urdu_the_next_number_stands_where_its_sentence_has_it(app: Flask) -> None:
    with app.test_request_context(), force_locale("ur"):
        assert percent(0.086) == "\u200e8.6%\u200f"  # the first mark alone would draw what follows to its own left
        assert percent(None) == "–"
    with app.test_request_context(), force_locale("en"):
        assert percent(0.086) == "8.6%"


def fonts_of(page: Any) -> list[Any]:
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]


def test_no_heading_of_an_english_table_stands_upon_its_neighbour(app: Flask, report: Report) -> None:
    lines = lines_of(printed(app, report, "en"))
    headings = [line.split() for line in lines if "Withdrawn" in line]
    assert headings
    words = [
        "Place",
        "People",
        "Reached",
        "of",
        "these",
        "Waiting",
        "Unreachable",
        "Closed",
        "Withdrawn",
        "Share",
        "Contact",
        "Response",
    ]
    assert all(heading == words for heading in headings)
