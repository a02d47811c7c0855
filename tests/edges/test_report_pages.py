"""The report of a campaign tells of its days and people what the account tells, and refuses by name what it cannot."""

import re
from collections import Counter
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from redis import Redis
from sqlalchemy import select

from campaigns.accounts.draw_account import draw_account
from campaigns.reports.draw_report import draw_report
from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.referrals.tiers import Tier
from campaigns.rules.reports.drawn_report import Report
from campaigns.rules.reports.report_figures import Days, days_of
from campaigns.rules.roles import Role
from campaigns.shared.tier_drawing import TierWish
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AccessTrace, Answer, Call, Case, Referral, ReferralCategory, User
from tests.edges.test_sign_in import token
from tests.edges.test_tier_pages import browser_of
from tests.given_centre import HASH, Centre, from_now_on
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE

YESTERDAY = NOW - timedelta(days=1)  # Sunday 11:30
WORDS = "The bank is two hours away on foot"


@pytest.fixture
def centre(db: Database, redis: Redis, database_url: str, redis_url: str) -> Centre:
    """Ten people of Sopore were called on Sunday; four were reached, of whom one speaks for five others."""
    centre = Centre(db, redis, from_now_on(database_url, redis_url))
    with db.transaction(EVERYTHING) as session:
        desk = centre.floor.desk(session, "asma", AgentStatus.READY)
        one = centre.floor.list(session)
        for at in range(10):
            case = centre.floor.person(session, one, SOPORE, weight=5 if at == 0 else 1)
            talked = {
                "answered_at": YESTERDAY,
                "talking_at": YESTERDAY,
                "ended_at": YESTERDAY + timedelta(minutes=2),
                "agent_session_id": desk.id,
            }
            outcome = Outcome.COMPLETED if at < 4 else Outcome.NO_ANSWER
            call = centre.floor.call(session, case, outcome, at=YESTERDAY, **(talked if at < 4 else {}))
            if at < 4:
                case.status, case.outcome, case.reached = CaseStatus.CLOSED, outcome, True
                answer(session, call, "identity", "self" if at else "relative")
    with db.transaction(EVERYTHING) as session:
        centre.floor.user(session, "officer", Role.OFFICER, password_hash=HASH)
        centre.floor.user(session, "haleema", Role.SUPERVISOR, password_hash=HASH)
    return centre


def answer(session: object, call: Call, step: str, value: object) -> None:
    session.add(  # type: ignore[attr-defined]
        Answer(
            department_id=call.department_id, call_id=call.id, step=step, value={"value": value}, case_id=call.case_id,
            at=call.intended_at,
        )
    )  # fmt: skip


@pytest.fixture
def told_more(centre: Centre) -> Centre:
    """Six of those who were not reached on Sunday have answered since: amounts, days, and one in her own words."""
    with centre.db.transaction(EVERYTHING) as session:
        for at, case in enumerate(session.scalars(select(Case).where(Case.reached.is_(False)).order_by(Case.list_row))):
            call = centre.floor.call(session, case, Outcome.COMPLETED, at=NOW, answered_at=NOW)
            answer(session, call, "amount", 1000 + 500 * at if at else "a lot")
            answer(session, call, "received_on", f"2026-{10 + at % 2}-05")
            if at < 3:
                answer(session, call, "why_not", ["snow", "bank_far"][: at + 1])
            if at == 1:
                answer(session, call, "help_words", WORDS)
    return centre


@pytest.fixture
def officer(centre: Centre) -> FlaskClient:
    return browser_of(centre.app, "officer")


def drawn(centre: Centre, **more: str) -> Report:
    days = days_of(more.get("first"), more.get("last"), "Asia/Kolkata", now=NOW)
    assert isinstance(days, Days)
    wish = TierWish(centre.floor.campaign.id, more.get("area"))
    report = draw_report(centre.db, Scope(centre.floor.department.id), wish, days, now=NOW)
    assert isinstance(report, Report)
    return report


def test_report_and_account_tell_the_same(centre: Centre) -> None:
    report = drawn(centre)
    with draw_account(centre.db, Scope(centre.floor.department.id), centre.floor.campaign.id, now=NOW) as account:
        assert isinstance(account, Account)
        assert report.numbers.people == account.whole.people
        rr1 = report.rates.rate("RR1")
        assert (rr1.part, rr1.whole) == (account.whole.rr1.part, account.whole.rr1.whole) == (4, 10)


def test_calls_stand_at_the_hour_of_the_people_called(centre: Centre) -> None:
    report = drawn(centre)
    (cell,) = report.hours.cells.values()
    assert (cell.weekday, cell.hour, cell.dialled, cell.answered, cell.reached) == (7, 11, 10, 4, 4)
    assert drawn(centre, first="2026-11-23").hours.cells == {}


def test_an_answer_counts_for_as_many_as_its_person_stands_for(centre: Centre) -> None:
    question = drawn(centre).questions[0]
    assert (question.step, question.asked) == ("identity", 4)
    assert [(one.value, one.people, round(one.share, 3)) for one in question.answers] == [
        ("relative", 1, 0.625),
        ("self", 3, 0.375),
    ]
    assert question.effective == pytest.approx(64 / 28)
    assert question.answers[0].interval.low < 0.625 < question.answers[0].interval.high


def test_each_question_is_told_as_it_was_asked(told_more: Centre) -> None:
    who, day, amount, why, words = drawn(told_more).questions  # in the order of the script
    assert [one.kind for one in (who, day, amount, why, words)] == ["choice", "date", "number", "choices", "text"]
    assert [(one.value, one.people) for one in why.answers] == [("snow", 3), ("bank_far", 2)]
    assert why.asked == 3
    assert [(one.value, one.people) for one in day.answers] == [("2026-10", 3), ("2026-11", 3)]
    assert amount.asked == 5  # "a lot" is no number
    assert amount.figures
    assert (amount.figures.least, amount.figures.median, amount.figures.most) == (1500, 2500, 3500)
    assert (words.asked, words.answers) == (1, ())


def test_words_stand_on_a_page_of_their_own_for_the_department_alone(told_more: Centre, officer: FlaskClient) -> None:
    report = f"/reports/{told_more.floor.campaign.id}"
    assert WORDS not in officer.get(f"{report}/figures").text
    page = officer.get(f"{report}/answers/help_words?area={DISTRICT}")
    assert WORDS in page.text
    assert "Sopore" in page.text
    assert WORDS not in officer.get(f"{report}/answers/help_words?area={PATTAN}").text
    assert officer.get(f"{report}/answers/amount").status_code == 404
    assert officer.get(f"{report}/answers/help_words?area=block:0@0").status_code == 422
    long_ago = f"2001-01-01T00:00:00Z_{UUID(int=0)}"
    assert "Nobody answered it" in officer.get(f"{report}/answers/help_words?before={long_ago}").text
    assert "Nobody answered it" not in officer.get(f"{report}/answers/help_words?before=yesterday_1").text
    assert browser_of(told_more.app, "haleema").get(f"{report}/answers/help_words").status_code == 403
    with told_more.db.transaction(EVERYTHING) as session:
        read = session.scalars(select(AccessTrace.subject).where(AccessTrace.action == "answers_read")).all()
    assert [one["step"] for one in read] == ["help_words"] * 4


def test_referrals_stand_in_the_report_of_their_area_by_their_age(centre: Centre) -> None:
    with centre.db.transaction(EVERYTHING) as session:
        call = session.scalars(select(Call).where(Call.outcome == Outcome.COMPLETED)).first()
        assert call
        case = session.get_one(Case, call.case_id)
        kind = ReferralCategory(
            department_id=call.department_id, campaign_id=call.campaign_id, position=1, names={"en": "Stopped"}, days=7
        )
        session.add(kind)
        session.flush()
        session.add(
            Referral(
                department_id=call.department_id, campaign_id=call.campaign_id, case_id=case.id, call_id=call.id, key="r",
                category_id=kind.id, tier=Tier.BLOCK, note="", district_id=case.district_id, block_id=case.block_id,
                opened_at=NOW - timedelta(days=10), due_at=NOW - timedelta(days=3), case_outcome=None,
                opened_by=session.scalars(select(User.id)).first(),
            )
        )  # fmt: skip
    (ages,) = drawn(centre, area=DISTRICT).referrals
    assert (ages.category["en"], ages.opened, ages.under_month, ages.late) == ("Stopped", 1, 1, 1)
    page = browser_of(centre.app, "officer").get(f"/reports/{centre.floor.campaign.id}/figures").text
    assert "Referrals by age" in page


NUMBER = re.compile(r"\d[\d,.:]*\d|\d")


def numbers_of_tables(page: str) -> list[str]:
    """The numbers in the tables of a page, cell by cell; a bar says once more what stands beside it."""
    cells = re.findall(r"<t[dh][ >].*?</t[dh]>", re.sub(r"<progress.*?</progress>", "", page), re.DOTALL)
    return [number for cell in cells for number in NUMBER.findall(re.sub(r"<[^>]+>", "", cell))]


@pytest.mark.parametrize("path", ["/reports/{}/figures", "/tiers/{}"])
def test_report_and_tier_say_on_paper_in_urdu_each_number_of_their_page(
    told_more: Centre, officer: FlaskClient, path: str
) -> None:
    here = path.format(told_more.floor.campaign.id)
    officer.post("/language", data={"csrf_token": token(officer.get(here).text), "language": "ur"})
    page = officer.get(here).text
    paper = officer.get(f"{here}.pdf" if path.endswith("figures") else f"{here}/tier.pdf")
    assert paper.mimetype == "application/pdf"
    lines = [each.extract_text(extraction_mode="layout") for each in PdfReader(BytesIO(paper.data)).pages]
    on_paper = Counter(NUMBER.findall(re.sub("[\u200e\u200f]", "", "\n".join(lines))))
    assert 'dir="rtl"' in page
    assert Counter(numbers_of_tables(page)) - on_paper == Counter()
    assert len(on_paper) > 3


def test_agents_stand_by_name_and_only_before_their_supervisors(centre: Centre, officer: FlaskClient) -> None:
    address = f"/reports/{centre.floor.campaign.id}/figures"
    page = officer.get(address).text
    assert "Asma" not in page
    supervisor = browser_of(centre.app, "haleema").get(address).text
    assert "Asma" in supervisor
    assert "02:00" in supervisor
    assert "RR6" in page
    assert "COOP4" in page


def test_the_workbook_holds_a_sheet_for_each_part(told_more: Centre, officer: FlaskClient) -> None:
    answer = officer.get(f"/reports/{told_more.floor.campaign.id}/figures.xlsx?area={DISTRICT}")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.data))
    assert book.sheet_names == ["Rates", "Outcomes", "Tiers", "Answers", "Numbers", "Hours"]
    assert WORDS not in str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    rates = {row[0]: row[1:4] for row in book.get_sheet_by_name("Rates").to_python()}
    assert rates["Response: RR1"] == [0.4, 4.0, 10.0]
    whole = officer.get(
        f"/reports/{told_more.floor.campaign.id}/figures.xlsx"
    )  # one state, one district: blocks are told
    tiers = CalamineWorkbook.from_filelike(BytesIO(whole.data)).get_sheet_by_name("Tiers").to_python()
    page = officer.get(f"/reports/{told_more.floor.campaign.id}/figures").text
    first = tiers[next(at for at, row in enumerate(tiers) if row[0] == "Place") + 1]
    assert f'<th scope="row"><bdi>{first[0]}</bdi>' in page


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ("from=2026-11-23&to=2026-11-01", "The first day lies after the last one"),
        ("from=yesterday", "Write days as"),
        ("from=2020-01-01", "a year at most"),
        ("area=block:0@0", "There is no such area"),
        ("area=block:6908@623", "Nobody is selected"),
    ],
)
def test_what_cannot_be_reported_is_refused_by_name(
    centre: Centre, officer: FlaskClient, filters: str, said: str
) -> None:
    answer = officer.get(f"/reports/{centre.floor.campaign.id}/figures?{filters}")
    assert answer.status_code == 422
    assert said in answer.text


def test_days_that_are_refused_stand_in_the_form_that_mends_them(centre: Centre, officer: FlaskClient) -> None:
    here = f"/reports/{centre.floor.campaign.id}"
    asked = f"area={DISTRICT}&from=2026-11-23&to=2026-11-01"
    for path in ("figures", "figures.pdf"):
        page = officer.get(f"{here}/{path}?{asked}").text
        _, _, form = page.partition('<form method="get"')
        form, _, _ = form.partition("</form>")
        assert "The first day lies after" in form
        assert f'action="{here}/figures"' in form
        for field in (f'name="area" value="{DISTRICT}"', 'value="2026-11-23"', 'value="2026-11-01"'):
            assert field in form


def test_the_days_of_a_report_begin_and_end_where_the_people_live() -> None:
    days = days_of("2026-11-01", "2026-11-02", "Asia/Kolkata", now=NOW)
    assert isinstance(days, Days)
    assert days.ends - days.begins == timedelta(days=2)
    assert days.begins.isoformat() == "2026-11-01T00:00:00+05:30"
