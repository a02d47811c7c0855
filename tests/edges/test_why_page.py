"""A supervisor reads every reason why it is not dialling, with its count, and the way to where it is changed."""

import math
import re
from datetime import timedelta

from flask.testing import FlaskClient

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.agent_states import AgentStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, CarrierPause
from tests.edges.test_floor import app, browser, floor  # noqa: F401 - the fixtures
from tests.edges.test_sign_in import sign_in
from tests.given_floor import NOW, Floor


def line(page: str, name: str) -> str:
    begin = page.index(f'data-test="why-{name}"')
    return page[begin : page.index("</tr>", begin)]


def test_each_reason_stands_with_its_count_and_the_way_to_change_it(
    browser: FlaskClient,  # noqa: F811
    floor: Floor,  # noqa: F811
    db: Database,
) -> None:
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        people = session.merge(floor.lists[0])
        floor.person(session, people, language="doi", due_at=NOW - timedelta(hours=1))
    sign_in(browser, "gulshan")
    page = browser.get(f"/floor/{floor.campaign.id}/why").text
    assert "1, Dogri" in line(page, "unspoken")
    assert "/calendar/IN" in line(page, "hours")
    assert "running" in line(page, "campaign")
    assert ">1<" in line(page, "on_break")
    assert "from the same rules" in page.lower()


def test_the_reason_of_the_sentence_is_marked(
    browser: FlaskClient,  # noqa: F811
    floor: Floor,  # noqa: F811
    db: Database,
) -> None:
    sign_in(browser, "gulshan")
    page = browser.get(f"/floor/{floor.campaign.id}/why").text
    assert "no calling hours are set" in page
    assert "yes" in line(page, "hours")
    assert "yes" not in line(page, "lists")
    assert "<a " not in line(page, "used_up")  # the plan is the department's
    for link in re.findall(r'class="remedy"><a href="([^"]+)"', page):
        assert browser.get(link).status_code == 200, link


def test_the_phone_company_and_its_lines_are_those_that_the_dialler_dials_over(
    browser: FlaskClient,  # noqa: F811
    floor: Floor,  # noqa: F811
    db: Database,
) -> None:
    carrier = browser.application.extensions["house"].telephony.name
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        until = NOW + timedelta(minutes=5)
        session.add(CarrierPause(carrier=carrier, because="carrier_not_reached", since=NOW, until=until))
    sign_in(browser, "gulshan")
    long_ago, just_now = -math.inf, math.inf
    browser.application.extensions["started"] = just_now
    assert "starting" in line(browser.get(f"/floor/{floor.campaign.id}/why").text, "dialler")
    browser.application.extensions["started"] = long_ago
    told = "the phone company cannot be reached"
    pages = [browser.get(f"/floor/{address}").text for address in (f"{floor.campaign.id}/why", floor.campaign.id, "")]
    assert [told in page for page in pages] == [True, True, True]
    assert "not running" in line(pages[0], "dialler")
    assert "until 23 Nov, 11:35" in line(pages[0], "carrier")
    assert ">100<" in line(pages[0], "lines")
    assert "Next try: 23 Nov, 11:35" in line(pages[0], "carrier")
    assert "But this stands in the way, too: " in pages[0]


def test_a_stranger_finds_no_such_page_and_filters_stay_in_the_address(
    browser: FlaskClient,  # noqa: F811
    floor: Floor,  # noqa: F811
    db: Database,
) -> None:
    with db.transaction(EVERYTHING) as session:
        floor.desk(session, "nadia", AgentStatus.ON_CALL, minutes=30)
    sign_in(browser, "gulshan")
    page = browser.get(f"/floor/{floor.campaign.id}?agents=on_call&order=longest").text
    everyone = page[page.index('id="everyone"') :]
    assert "Aamir" not in everyone
    assert everyone.index("Nadia") < everyone.index("Shazia")
    assert "agents=on_call" in page
    assert browser.get("/floor/00000000-0000-0000-0000-000000000001/why").status_code == 404


def test_the_floor_of_a_campaign_without_people_opens(
    browser: FlaskClient,  # noqa: F811
    floor: Floor,  # noqa: F811
    db: Database,
) -> None:
    with db.transaction(EVERYTHING) as session:
        fresh = {
            name: getattr(floor.campaign, name)
            for name in ("department_id", "scheme_id", "operator_id", "region", "zone")
        }
        bare = Campaign(
            slug="bare", name="Bare", caller_id="+911140000000", purpose="check", lawful_basis="order 1",
            retention_end=NOW.date(), created_at=NOW, languages=["ur"], **fresh,
        )  # fmt: skip
        session.add(bare)
        session.flush()
    sign_in(browser, "gulshan")
    for look in ("", "?part=1", "?wall=1", "/why"):
        assert browser.get(f"/floor/{bare.id}{look}").status_code == 200
