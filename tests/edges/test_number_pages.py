"""An officer gives a paused campaign another number, and reads why one cannot be had."""

import pytest
from sqlalchemy import select

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AccessTrace, Campaign
from campaigns.telephony.failures import CallerIdRefused
from tests.edges.test_sign_in import sign_in, token
from tests.given_centre import Centre

SAID = {
    "en": ("Pause a running campaign first", "Write a valid number", "registered there first", "Earlier numbers"),
    "ur": ("پہلے روکیں", "علاقے کا درست نمبر", "پہلے اسے وہاں رجسٹر کرائیں", "پہلے کے نمبر"),
}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_paused_campaign_gets_another_number_that_the_phone_company_takes(centre: Centre, language: str) -> None:
    centre.person("nadia", Role.OFFICER)
    browser, address = centre.app.test_client(), f"/lists/campaigns/{centre.floor.campaign.id}"
    sign_in(browser, "nadia")
    page = browser.get(address).text
    wish = {"csrf_token": token(page), "caller_id": "0194 250 1234"}
    browser.post("/language", data=wish | {"language": language})
    running, wrong, refused, earlier = SAID[language]
    assert f"{address}/number" not in page
    assert running in browser.post(f"{address}/number", data=wish).text
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).status = CampaignStatus.PAUSED
    assert f"{address}/number" in browser.get(address).text
    assert 'value="+911140000000"' in browser.get(f"{address}/number").text
    mistaken = browser.post(f"{address}/number", data=wish | {"caller_id": "12"})
    assert (mistaken.status_code, wrong in mistaken.text) == (422, True)
    centre.phones.forbids = CallerIdRefused("21210")
    not_ours = browser.post(f"{address}/number", data=wish)
    assert (not_ours.status_code, refused in not_ours.text) == (409, True)
    centre.phones.forbids = None
    assert browser.post(f"{address}/number", data=wish).location == address
    page = browser.get(address).text
    assert (earlier in page, "+911942501234" in page, "+911140000000" in page) == (True, True, True)
    with centre.db.transaction(EVERYTHING) as session:
        kept = session.scalars(select(AccessTrace).where(AccessTrace.action == "caller_number_changed")).one()
    assert (kept.subject["before"], kept.subject["after"]) == ("+911140000000", "+911942501234")
    assert kept.user_id is not None
