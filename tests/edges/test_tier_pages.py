"""Each tier sees its own people and those below: never a neighbour's, never a name, never a count that tells who."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from redis import Redis
from sqlalchemy import func, select, update

from agent_ui.app import create_app
from agent_ui.tiers.printed_tier import printed_tier
from agent_ui.tiers.waiting_lists import WaitingList, waiting_in_words
from campaigns.house import House
from campaigns.reports.add_up_changes import add_up_changes
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.tier_report import TierReport
from campaigns.rules.roles import Role
from campaigns.shared.tier_drawing import TierWish
from campaigns.shared.user_places import SeveralAreas
from campaigns.shared.whole_tier import whole_tier
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import (
    Area,
    Beneficiary,
    Campaign,
    Case,
    CaseChange,
    CaseTotal,
    EntitledNumber,
    ListRow,
    User,
)
from tests.flows.phones import Phones
from tests.given_centre import HASH, PASSWORD, from_now_on
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, STATE, Floor, given_areas, given_floor

KUPWARA, GUREZ = "district:8", "block:24@8"
PEOPLE = {PATTAN: (40, 12, 6), SOPORE: (30, 3, 10), GUREZ: (25, 0, 25)}  # people, reached, unreachable
# Whole numbers, and as they are shown: fewer digits stand in the number of a fault, too.
OTHERS = re.compile(r"Pattan|Sopore|Baramulla|Invented|people\.csv|9419\d{6}|94•")
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@pytest.fixture
def floor(db: Database) -> Floor:
    """Pension calls people of three blocks in two districts; two of those reached in Pattan refused."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        for id_, level, name, parent in ((KUPWARA, "district", "Kupwara", STATE), (GUREZ, "block", "Gurez", KUPWARA)):
            session.add(
                Area(id=id_, country="IN", level=level, code=id_, name=name, folded_name=name.lower(), parent_id=parent)
            )
            session.flush()
        floor = given_floor(session)
        one = floor.list(session)
        for block, (people, reached, unreachable) in PEOPLE.items():
            for at in range(people):
                case = floor.person(session, one, block, gender="female" if at % 3 else "male")
                if block == GUREZ:
                    case.district_id = KUPWARA
                end(case, reached=at < reached, unreachable=reached <= at < reached + unreachable, refused=at < 2)
    add_up_changes(db)
    return floor


def end(case: Case, *, reached: bool, unreachable: bool, refused: bool) -> None:
    if reached:
        case.status, case.reached = CaseStatus.CLOSED, True
        case.outcome = Outcome.REFUSED if refused else Outcome.COMPLETED
    elif unreachable:
        case.status, case.outcome = CaseStatus.CLOSED, Outcome.NO_ANSWER


@pytest.fixture
def app(db: Database, redis: Redis, floor: Floor, database_url: str, redis_url: str) -> Flask:
    settings = from_now_on(database_url, redis_url)
    with db.transaction(EVERYTHING) as session:
        floor.user(session, "officer", Role.OFFICER, password_hash=HASH)
        for sign_in, area in (("state", STATE), ("baramulla", DISTRICT), ("gurez", GUREZ)):
            floor.user(session, sign_in, Role.PROGRAMME, password_hash=HASH, area_id=area)
        session.add(User(sign_in="admin", password_hash=HASH, name="Admin", role=Role.ADMIN, created_at=NOW))
    return create_app(settings, built=House(settings, db, redis, Phones()))


def browser_of(app: Flask, sign_in: str) -> FlaskClient:
    browser = app.test_client()
    fields = {"csrf_token": token(browser), "sign_in": sign_in, "password": PASSWORD}
    assert browser.post("/sign-in", data=fields).status_code == 302
    return browser


def token(browser: FlaskClient) -> str:
    found = TOKEN.search(browser.get("/sign-in", follow_redirects=True).text)
    assert found
    return found[1]


def tier(browser: FlaskClient, floor: Floor, area: str = "", **more: Any) -> dict[str, list[str]]:
    """The table of a tier by place: the texts of its cells, bars left out."""
    answer = browser.get(f"/tiers/{floor.campaign.id}", query_string={"area": area, **more})
    assert answer.status_code == 200, answer.text
    table = answer.text.split('<caption id="tier">')[1].split("</table>")[0]
    rows = {}
    for line in table.split("<tr")[2:]:
        name, *cells = [
            re.sub(r"<progress.*?</progress>|<[^>]+>", "", cell).strip().replace("&lt;", "<")
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)
        ]
        rows[name] = [cell for cell in cells if cell]
    return rows


def test_the_department_sees_every_tier_down_to_the_blocks(app: Flask, floor: Floor) -> None:
    officer = browser_of(app, "officer")
    whole = tier(officer, floor)
    assert list(whole) == ["Jammu And Kashmir", "All together"]
    assert whole["Jammu And Kashmir"][:6] == ["95", "15", "16%", "4", "39", "41"] == whole["All together"][:6]
    assert list(tier(officer, floor, STATE)) == ["Baramulla", "Kupwara", "All together"]
    blocks = tier(officer, floor, DISTRICT)
    assert blocks["Pattan"][:6] == ["40", "12", "30%", "2", "22", "6"]
    assert blocks["Sopore"][:6] == ["30", "3", "10%", "2", "17", "10"]
    assert blocks["All together"][:6] == ["70", "15", "21%", "4", "39", "16"]
    assert next(iter(tier(officer, floor, STATE, order="least"))) == "Kupwara"


def test_programme_staff_see_their_own_area_and_no_other(app: Flask, floor: Floor) -> None:
    baramulla = browser_of(app, "baramulla")
    assert list(tier(baramulla, floor)) == ["Pattan", "Sopore", "All together"]
    for outside in (STATE, KUPWARA, GUREZ):
        answer = baramulla.get(f"/tiers/{floor.campaign.id}?area={outside}")
        assert answer.status_code == 403
        assert "lies outside yours" in answer.text
    assert baramulla.get(f"/tiers/{floor.campaign.id}?area=block:0@0").status_code == 404


def test_programme_staff_see_no_count_that_tells_who_somebody_is(app: Flask, floor: Floor) -> None:
    blocks = tier(browser_of(app, "baramulla"), floor)
    assert blocks["Sopore"][:3] == ["30", "<5", "–"]
    assert blocks["Pattan"][:2] == ["40", "hidden"]
    for cells in blocks.values():
        assert not {"1", "2", "3", "4"} & {*cells}, blocks
    gender, state = 'id="by-gender"', browser_of(app, "state")  # men of the state less those of a district: the others
    assert gender in state.get(f"/tiers/{floor.campaign.id}").text
    assert gender not in state.get(f"/tiers/{floor.campaign.id}?area={DISTRICT}").text
    page = browser_of(app, "gurez").get(f"/tiers/{floor.campaign.id}").text
    assert "Pattan" not in page
    assert "Kupwara" not in page


def test_a_transaction_for_an_area_sees_its_totals_and_no_row_about_anybody(db: Database, floor: Floor) -> None:
    with db.transaction(EVERYTHING) as session:
        case = floor.person(session, floor.lists[0], PATTAN)  # noted, and not added up yet
        assert case.id
    with db.transaction(Scope(floor.department.id, area_id=GUREZ)) as session:
        assert session.scalar(select(func.sum(CaseTotal.number)).where(CaseTotal.kind == "all")) == 25
        assert session.scalars(select(CaseChange)).all() == []
        for table in (Case, Beneficiary, ListRow, Campaign):
            assert session.scalars(select(table)).all() == [], table
    with db.transaction(Scope(floor.department.id, area_id=DISTRICT)) as session:
        assert session.scalar(select(func.sum(CaseTotal.number)).where(CaseTotal.kind == "all")) == 70
        assert [change.area_id for change in session.scalars(select(CaseChange))] == [PATTAN]


def test_no_page_shows_an_area_more_than_its_own(app: Flask, floor: Floor) -> None:
    gurez, seen = browser_of(app, "gurez"), set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static" or "GET" not in (rule.methods or ()):
            continue
        with app.test_request_context():
            values = {
                name: floor.campaign.id if name == "campaign_id" else floor.lists[0].id for name in rule.arguments
            }
            try:
                address = app.url_map.bind("").build(rule.endpoint, values)
            except Exception:  # noqa: BLE001, S112 - a route of numbers and words, not of this department
                continue
        answer = gurez.get(address, buffered=True)
        assert answer.status_code in (200, 302, 400, 401, 403, 404), rule
        assert not OTHERS.search(answer.data.decode(errors="replace")), rule
        seen |= {rule.endpoint} if answer.status_code == 200 else set()
    assert seen >= {"tiers.show", "tiers.download", "tiers.printed"}, "her own she sees"


def test_the_file_of_a_tier_holds_what_the_page_shows(app: Flask, floor: Floor) -> None:
    answer = browser_of(app, "baramulla").get(f"/tiers/{floor.campaign.id}/tier.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    pattan = next(row for row in rows if row[0] == "Pattan")
    assert pattan[4] == 40
    assert "<5" in pattan or "hidden" in pattan
    whole = CalamineWorkbook.from_filelike(
        BytesIO(browser_of(app, "officer").get(f"/tiers/{floor.campaign.id}/tier.xlsx?area={DISTRICT}").data)
    )
    assert ["Pattan", PATTAN, "", "", 40, 12] in [row[:6] for row in whole.get_sheet_by_index(0).to_python()]


def test_the_file_of_a_tier_says_in_urdu_what_is_hidden(app: Flask, floor: Floor, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        session.execute(update(User).where(User.sign_in == "baramulla").values(interface_language="ur"))
    file = browser_of(app, "baramulla").get(f"/tiers/{floor.campaign.id}/tier.xlsx").data
    cells = str(CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python())
    assert "چھپا ہوا" in cells
    assert "hidden" not in cells
    assert "23 نومبر 2026، " in cells


def test_people_of_a_block_whose_village_is_not_known_are_not_said_to_be_of_no_place(app: Flask, floor: Floor) -> None:
    officer = browser_of(app, "officer")
    assert "Smaller place not known" in tier(officer, floor, PATTAN)
    assert "Place not known" not in officer.get(f"/tiers/{floor.campaign.id}?area={PATTAN}").text


def test_the_files_of_a_tier_say_which_list_still_waits_for_approval(app: Flask, floor: Floor, db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        late = floor.list(session)
        late.status, late.filename, late.accepted = ListStatus.REVIEW, "late.csv", 1_234

    def said(sign_in: str) -> str:
        file = browser_of(app, sign_in).get(f"/tiers/{floor.campaign.id}/tier.xlsx").data
        return str(CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python())

    assert "1,234 rows of" in said("officer")
    assert "late.csv" in said("officer")
    assert "A list of this campaign waits for approval." in said("baramulla")
    assert "late.csv" not in said("baramulla")
    with app.test_request_context():
        words = waiting_in_words([WaitingList(late.id, late.filename, late.accepted)], careful=False)
        with db.transaction(EVERYTHING) as session:
            drawn = whole_tier(session, TierWish(floor.campaign.id), now=NOW)
        assert isinstance(drawn, TierReport)
        paper = printed_tier(floor.campaign, drawn, drawn.rows, words)
        assert paper.sentences == words
        assert "late.csv" in words[0]


def test_a_list_of_nobody_is_answered_by_name(app: Flask, floor: Floor) -> None:
    answer = browser_of(app, "officer").get(f"/tiers/{floor.campaign.id}?list=nonsense")
    assert "Nobody is selected" in answer.text


def test_a_filter_that_a_page_does_not_know_is_refused_by_its_name(app: Flask, floor: Floor) -> None:
    officer, baramulla = browser_of(app, "officer"), browser_of(app, "baramulla")
    reports = f"/reports/{floor.campaign.id}"
    for path in (f"/tiers/{floor.campaign.id}", f"/tiers/{floor.campaign.id}/tier.xlsx", reports, f"{reports}/figures"):
        answer = officer.get(f"{path}?gender=female")
        assert "knows no filter “\u2068gender\u2069”" in answer.text, path
        assert answer.status_code == 422, path
    chosen = baramulla.get(
        f"/tiers/{floor.campaign.id}?list={UUID(int=1)}"
    ).text  # programme staff see all lists at once
    assert "knows no filter “\u2068list\u2069”" in chosen


def test_shares_are_of_the_people_entitled_where_the_department_gives_them(
    db: Database, app: Flask, floor: Floor
) -> None:
    officer = browser_of(app, "officer")
    address = f"/tiers/{floor.campaign.id}/entitled"
    wish = {"csrf_token": token(officer), "source": "Survey of 2026", "as_of": "2026-11-01"}
    file = (BytesIO("Block,People\nPattan,१२०\nSopore;\n".encode()), "entitled.csv")
    refused = officer.post(address, data=wish | {"file": file})
    assert refused.status_code == 422
    assert "Line 3" in refused.text
    file = (BytesIO(b"Block,People\nPattan,120\nblock:6911@623,60\n"), "entitled.csv")
    assert officer.post(address, data=wish | {"file": file}).status_code == 302
    assert officer.post(address, data=wish | {"area": "Pattan", "number": "1,240"}).status_code == 302
    assert tier(officer, floor, DISTRICT)["Pattan"][:4] == ["1,240", "40", "12", "1%"]
    with db.transaction(EVERYTHING) as session:
        numbers = session.scalars(select(EntitledNumber.number).order_by(EntitledNumber.number)).all()
    assert numbers == [60, 1240]
    for wrong in (
        {"area": "Atlantis", "number": "5"},
        {"area": "Pattan", "number": "many"},
        {},
        {"as_of": "2027-01-01"},
    ):
        assert officer.post(address, data=wish | wrong).status_code == 422


def test_an_administrator_adds_programme_staff_by_the_name_of_their_area(
    db: Database, app: Flask, floor: Floor
) -> None:
    admin = browser_of(app, "admin")
    form = {
        "csrf_token": token(admin), "sign_in": "nusrat", "name": "Nusrat Lone", "password": "saffron-fields",
        "role": "programme", "department_id": str(floor.department.id), "area": "Kupwara",
    }  # fmt: skip
    assert admin.post("/admin/people", data=form | {"area": "Atlantis"}).status_code == 422
    assert admin.post("/admin/people", data=form | {"department_id": ""}).status_code == 422
    assert admin.post("/admin/people", data=form).status_code == 302
    with db.transaction(EVERYTHING) as session:
        assert session.scalar(select(User.area_id).where(User.sign_in == "nusrat")) == KUPWARA
        session.add(Area(id="block:1@8", country="IN", level="block", code="1", name="Kupwara", folded_name="kupwara"))
    answer = admin.post("/admin/people", data=form | {"sign_in": "nusrat2"})
    assert answer.status_code == 422
    assert "block:1@8" in answer.text
    assert SeveralAreas("area_several").areas == ()
