"""Hold, help and records read first, by keys and without a barrier; what the start page checks before a shift."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AgentSession, BeneficiaryList, Call, PreviewSkip, User
from tests.browser.conftest import PC, barriers
from tests.browser.seat import Seat
from tests.browser.test_desk_states import is_seen_by_all, is_seen_in_every_language
from tests.edges.test_shared_phone_desk import given_sharer
from tests.given_centre import PASSWORD
from tests.given_floor import NOW, given_floor


def test_a_person_is_held_and_the_supervisor_asked_by_keys(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    call_id = seat.talk()
    seat.press("F4", "F1")
    expect(page.get_by_test_id("hold")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_test_id("ask-help")).to_have_attribute("aria-pressed", "true")
    with seat.centre.db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, call_id).held_at is not None
        assert session.scalars(select(AgentSession.asked_for_help_at)).one() is not None
    seat.press("F4")
    expect(page.get_by_test_id("hold")).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_test_id("line-fell")).to_be_hidden()
    expect(page.get_by_test_id("taken-over")).to_be_hidden()
    seat.hangs_up_her_phone()
    with seat.centre.db.transaction(EVERYTHING) as session:
        call = session.get_one(Call, call_id)
        call.agent_lost_at, call.talking_at = NOW, NOW - timedelta(minutes=1)  # a colleague began this talk
        of = session.scalars(select(BeneficiaryList)).one()
        for _ in range(2):
            promised = seat.centre.floor.person(session, of, status=CaseStatus.CALLBACK)
            promised.owner_id = session.scalars(select(User.id)).one()
    given_sharer(seat.centre, seat.centre.db)  # all that can stand beside a question fits the screen
    page.reload()
    expect(page.get_by_test_id("line-fell")).to_be_visible()
    expect(page.get_by_test_id("taken-over")).to_be_visible()
    expect(page.get_by_test_id("callbacks").locator("time")).to_have_count(1)
    expect(page.get_by_test_id("ring-phone")).to_be_focused()
    is_seen_in_every_language(page, "her_phone_rings", language)
    expect(page.get_by_test_id("ring-phone")).to_be_focused()
    with page.expect_response("**/desk/ring-my-phone") as rung:
        seat.press("Enter")
    assert rung.value.ok
    with seat.centre.db.transaction(EVERYTHING) as session:
        session.scalars(select(AgentSession)).one().leg_call_id = "CAherphone"
        session.get_one(Call, call_id).agent_lost_at = None
    expect(page.get_by_test_id("line-fell")).to_be_hidden()
    seat.press("1")
    seat.at("purpose")
    seat.hangs_up_her_phone()
    seat.press("F8")
    seat.in_status("wrap_up")
    seat.press("3", "F9", "1")
    expect(page.get_by_test_id("ring-phone")).to_be_focused()
    is_seen_by_all(page, language, "her_phone_is_down")
    for _ in range(2):  # nobody picked up
        with page.expect_response("**/desk/ring-my-phone") as rung:
            seat.press("Enter")
        assert rung.value.ok


def test_a_record_is_read_and_passed_over_with_a_reason_by_keys(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    seat.centre.dial(DialMode.PREVIEW)
    page.reload()
    seat.in_status("reserved")
    expect(page.get_by_test_id("preview-left")).to_be_visible()
    seat.press("0")
    expect(page.get_by_test_id("dialog-skip")).to_be_visible()
    seat.press("4")
    seat.in_status("ready")
    with seat.centre.db.transaction(EVERYTHING) as session:
        assert session.scalars(select(PreviewSkip.reason)).all() == [SkipReason.BAD_TIME]


def test_before_a_shift_the_link_is_measured_the_phone_rung_and_what_is_left_over_named(seat: Seat) -> None:
    with seat.centre.db.transaction(EVERYTHING) as session:
        session.scalars(select(User)).one().desk_phone = "+911945550101"
        for campaign in ("meals", "widows", "housing"):
            given_floor(session, campaign, operator_id=seat.centre.floor.operator.id)
    page = seat.page
    page.goto(f"{seat.address}/sign-in")
    page.evaluate(
        """() => localStorage.setItem("raabta.desk", JSON.stringify({
          box: [{ number: 1, key: "k".repeat(16), agent: null, path: "/desk/answer", body: {} }],
          refused: [], desk: {}, gone: [],
        }))"""
    )
    page.fill("#sign_in", "shazia")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#check-link")).to_contain_text("bit/s")
    expect(page.locator("#check-kept")).to_contain_text("1 are still kept")
    opens = page.get_by_test_id("open").bounding_box()
    assert opens
    assert opens["y"] + opens["height"] <= PC["height"], "it is in the first screen, with four campaigns, too"
    page.locator("#check-phone").click()
    expect(page.locator("#check-words")).to_contain_text("Your phone rings")
    page.locator("input[name=leg][value=none]").check()
    expect(page.locator("#check-phone")).to_be_hidden()
    assert barriers(page) == []
