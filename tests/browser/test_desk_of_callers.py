"""A person rings us, and the agent's desk in a real browser says so before they talk."""

from datetime import timedelta

from playwright.sync_api import expect

from campaigns.calls.answer_call_in import answer_call_in
from campaigns.calls.take_call_in import take_call_in
from campaigns.telephony.port import CallInTold, LetRing
from tests.browser.seat import Seat
from tests.browser.test_desk_states import is_seen_by_all, is_seen_in_every_language
from tests.given_centre import NAME
from tests.given_floor import NOW, SILENCE


def test_an_agent_sees_who_rings_and_begins_with_a_word_of_thanks(seat: Seat, language: str) -> None:
    page = seat.sign_in(language)
    seat.centre.somebody_to_call()
    seat.press("Enter")
    seat.in_status("ready")
    told = CallInTold("CAring", seat.centre.floor.campaign.caller_id, "+919419000001")
    plan = take_call_in(seat.centre.db, told, carrier="sandbox", now=NOW, desk_silence=SILENCE)
    assert isinstance(plan, LetRing)
    page.reload()
    seat.in_status("reserved")
    expect(page.get_by_test_id("rest")).to_contain_text("ہمیں کال کر رہے ہیں" if language == "ur" else NAME)
    expect(page.get_by_test_id("rang-us")).to_be_visible()
    expect(page.get_by_test_id("calling-back")).to_contain_text("Department of pension")
    is_seen_in_every_language(page, "rings_us", language)
    answer_call_in(seat.centre.db, plan.call_id, now=NOW + timedelta(seconds=5), desk_silence=SILENCE)
    page.reload()
    seat.in_status("on_call")
    expect(page.get_by_test_id("question").get_by_test_id("calling-back")).to_be_visible()
    expect(page.get_by_test_id("read")).to_be_visible()
    is_seen_by_all(page, language, "rang_us")
    seat.press("1")
    expect(page.get_by_test_id("calling-back")).to_have_count(0)
