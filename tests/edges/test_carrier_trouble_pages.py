"""Agents and supervisors are told when nobody can be called because the phone company is in trouble."""

import pytest
from flask_babel import force_locale
from redis import Redis

from agent_ui.floor.sentences import said
from agent_ui.numbers import number
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.floor.obstacles import Obstacle
from campaigns.rules.floor.why_not_dialling import WhyNot, why_not_dialling
from campaigns.rules.reports.bounded_counts import MoreThan
from campaigns.rules.roles import Role
from campaigns.store.bells import CHANNEL
from campaigns.store.dialling.dialling_facts import dialling_facts
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign
from campaigns.telephony.failures import AuthFailed, CallerIdRefused, NoFunds, NotSent, PolicyBlocked, TelephonyError
from tests.edges.test_desk import Desk
from tests.edges.test_sign_in import sign_in, token
from tests.given_centre import Centre
from tests.given_floor import NOW, SILENCE


def why(centre: Centre) -> Obstacle | None:
    with centre.db.transaction(EVERYTHING) as session:
        campaign = session.get_one(Campaign, centre.floor.campaign.id)
        facts = dialling_facts(session, campaign, carrier="sandbox", desk_silence=SILENCE, now=NOW)
    found = why_not_dialling(facts)
    return found.obstacle if found else None


@pytest.mark.parametrize(
    ("refusal", "obstacle"),
    [
        (NotSent("refused"), Obstacle.CARRIER_DOWN),
        (AuthFailed("20003"), Obstacle.CARRIER_REFUSED),
        (NoFunds("20005"), Obstacle.CARRIER_NO_FUNDS),
        (CallerIdRefused("21210"), Obstacle.CALLER_ID_REFUSED),
        (PolicyBlocked("21215"), Obstacle.COUNTRY_BLOCKED),
    ],
)
def test_row_15_agents_who_wait_and_supervisors_are_told_that_the_phone_company_is_in_trouble(
    centre: Centre,
    desk: Desk,
    redis: Redis,
    refusal: TelephonyError,
    obstacle: Obstacle,
) -> None:
    centre.somebody_to_call()
    desk.do("ready")
    assert desk.now()["carrier_rests"] is False
    news = redis.pubsub()
    news.psubscribe(CHANNEL + "agent:*")
    centre.phones.fails = [refusal]
    centre.dial()
    assert desk.now()["status"] == "ready"
    assert desk.now()["carrier_rests"] is True
    assert why(centre) is obstacle
    heard = [message["type"] for _ in range(5) if (message := news.get_message(timeout=0.2))]
    assert "pmessage" in heard


def test_row_16_a_refused_caller_number_stops_no_other_number(
    centre: Centre,
    desk: Desk,
    db: Database,
) -> None:
    centre.somebody_to_call()
    desk.do("ready")
    centre.phones.fails = [CallerIdRefused("21210")]
    centre.dial()
    with db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).caller_id = "+911940000009"
    assert desk.now()["carrier_rests"] is False
    assert why(centre) not in (Obstacle.CALLER_ID_REFUSED, Obstacle.CARRIER_DOWN)
    centre.somebody_to_call()
    assert centre.dial()
    assert len(centre.phones.dialled) == 1


FORBIDS = (CallerIdRefused("21210"), NoFunds("20005"), AuthFailed("20003"))
BEFORE = {
    "en": ("have the number registered there", "has no funds", "refuses our keys"),
    "ur": ("رجسٹر کرائیں", "رقم نہیں رہی", "کلید قبول نہیں"),
}


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("page", ["/lists/campaigns/{}", "/floor/{}"])
def test_row_16_what_the_first_dial_would_meet_is_said_before_the_start(
    centre: Centre,
    language: str,
    page: str,
) -> None:
    centre.person("nadia", Role.OFFICER if "lists" in page else Role.SUPERVISOR)
    with centre.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, centre.floor.campaign.id).status = CampaignStatus.APPROVED
    browser, address = centre.app.test_client(), page.format(centre.floor.campaign.id)
    sign_in(browser, "nadia")
    start = {"event": "start", "csrf_token": token(browser.get(address).text)}
    browser.post("/language", data=start | {"language": language})
    for trouble, words in zip(FORBIDS, BEFORE[language], strict=True):
        centre.phones.forbids = trouble
        refused = browser.post(f"{address}/move", data=start)
        assert (refused.status_code, words in refused.text) == (409, True)
    centre.phones.forbids = NotSent("away")  # nobody waits for a carrier that cannot be asked
    assert browser.post(f"{address}/move", data=start).status_code == 302


SENTENCES = {
    "en": ["has stopped our account", "refuses the caller number of this campaign", "clock and the phone company"],
    "ur": ["کھاتہ روک دیا", "کال کرنے والا نمبر قبول نہیں", "گھڑی میں فرق"],
}


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize(
    "obstacle", [Obstacle.CARRIER_NO_FUNDS, Obstacle.CALLER_ID_REFUSED, Obstacle.CLOCKS_APART], ids=str
)
def test_row_16_supervisors_read_in_one_sentence_what_a_person_must_mend(
    centre: Centre,
    obstacle: Obstacle,
    language: str,
) -> None:
    with centre.app.test_request_context(), force_locale(language):
        line = said(WhyNot(obstacle, {"until": NOW}), "Asia/Kolkata")
    which = [Obstacle.CARRIER_NO_FUNDS, Obstacle.CALLER_ID_REFUSED, Obstacle.CLOCKS_APART].index(obstacle)
    assert SENTENCES[language][which] in line.text
    assert "11:30" in line.hint


@pytest.mark.parametrize(("language", "told"), [("en", "more than 1,000"), ("ur", "1,000 سے زیادہ")])
def test_readers_are_told_more_than(centre: Centre, language: str, told: str) -> None:
    with centre.app.test_request_context(), force_locale(language):
        assert number(MoreThan(1001, 1000)) == told
