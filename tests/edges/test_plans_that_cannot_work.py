"""A campaign that could never reach its people is not approved: the page says why, in one sentence and in her language."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING
from campaigns.store.tables import AccessTrace, Campaign
from tests.edges.test_sign_in import sign_in, token
from tests.given_centre import Centre
from tests.given_floor import NOW

NEVER: Mapping[str, Mapping[str, Any]] = {
    "hours": {"opens": time(22), "closes": time(23)},
    "attempts": {"max_attempts": 4, "retention_end": (NOW + timedelta(days=3)).date()},
    "language": {"languages": ["ps"]},
    "script": {"script_version_id": None},
}
SAID = {
    "en": {
        "hours": "The calling hours of this campaign never open: its own hours lie outside those of its region, or none are set.",
        "attempts": "The attempts take longer than the campaign's data may be kept: ask for fewer, or for a later end of retention.",
        "language": "No agent of the centre speaks a language of this campaign: enter who does, or change its languages.",
        "script": "Give the campaign a script first.",
    },
    "ur": {
        "hours": "کال کا وقت کبھی نہیں آتا",
        "attempts": "زیادہ دن لگیں گے",
        "language": "زبان",
        "script": "پہلے مہم کو ایک اسکرپٹ دیں۔",
    },
}


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("fault", NEVER)
def test_what_can_never_work_is_said_at_the_approval(centre: Centre, fault: str, language: str) -> None:
    centre.person("nadia", Role.OFFICER)
    with centre.db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, centre.floor.campaign.id)
        campaign.status = CampaignStatus.SUBMITTED
        for name, value in NEVER[fault].items():
            setattr(campaign, name, value)
    browser, address = centre.app.test_client(), f"/lists/campaigns/{centre.floor.campaign.id}"
    sign_in(browser, "nadia")
    approve = {"event": "approve", "csrf_token": token(browser.get(address).text)}
    browser.post("/language", data=approve | {"language": language})
    answer = browser.post(f"{address}/move", data=approve)
    assert answer.status_code == 409
    assert SAID[language][fault] in answer.text.replace("&#39;", "'")


def test_what_keeps_a_campaign_from_its_approval_is_mended_in_its_draft(centre: Centre) -> None:
    centre.person("nadia", Role.OFFICER)
    with centre.db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, centre.floor.campaign.id)
        campaign.status, campaign.retention_end = CampaignStatus.SUBMITTED, (NOW + timedelta(days=3)).date()
    browser, address = centre.app.test_client(), f"/lists/campaigns/{centre.floor.campaign.id}"
    sign_in(browser, "nadia")
    page = browser.get(address).text
    assert "To change this, send the campaign back to draft." in page
    csrf = {"csrf_token": token(page)}
    written = {"purpose": "Is it paid?", "lawful_basis": "Order 9", "languages": ["ur"], "caller_id": "0194 250 1234"}
    change = csrf | written | {"retention_end": (NOW + timedelta(days=60)).date().isoformat()}
    refused = browser.post(f"{address}/change", data=change)
    assert (refused.status_code, "Only a draft can be changed" in refused.text) == (409, True)
    browser.post(f"{address}/move", data=csrf | {"event": "return"})
    assert 'value="+911140000000"' in browser.get(f"{address}/change").text
    wrong = change | {"purpose": " ", "retention_end": "2026-11-01", "languages": ["ps"], "caller_id": "12"}
    mistakes = browser.post(f"{address}/change", data=wrong)
    assert (mistakes.status_code, mistakes.text.count('class="mistake"')) == (422, 4)
    assert browser.post(f"{address}/change", data=change).location == address
    for event in ("submit", "approve"):
        assert browser.post(f"{address}/move", data=csrf | {"event": event}).status_code == 302
    with centre.db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, centre.floor.campaign.id)
        kept = session.scalars(select(AccessTrace).where(AccessTrace.action == "campaign_changed")).one()
    assert (campaign.status, campaign.caller_id, campaign.languages) == ("approved", "+911942501234", ["ur"])
    assert sorted(kept.subject["fields"]) == ["caller_id", "languages", "lawful_basis", "purpose", "retention_end"]
