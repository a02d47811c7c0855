"""A campaign whose number was withdrawn, or is taken for spam, calls from another; who rings the earlier one is known."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from redis import Redis

from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.house import House
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import CampaignEvent
from campaigns.rules.carrier.calls_in import Reception
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.set_up.change_caller_number import NumberChange, change_caller_number
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call, Campaign
from campaigns.telephony.failures import CallerIdRefused
from campaigns.telephony.port import LetRing, SayAndHangUp
from config import Settings
from tests.flows.given_callers import NUMBER, Story, at, given_story
from tests.flows.phones import Phones
from tests.given_floor import NOW
from workers.commands.doctor import calls_in

LIMITS = Limits("sandbox", 100, timedelta(hours=1))
OTHER, THIRD = "+911140000001", "+911140000002"


@pytest.fixture
def story(db: Database) -> Story:
    return given_story(db, due_at=NOW, attempts=0)


def changed(story: Story, number: str) -> Refusal | None:
    with story.db.transaction(EVERYTHING) as session:
        officer = story.floor.user(session, f"officer{uuid4().hex}", Role.OFFICER).id
    change = NumberChange(story.floor.campaign.id, number, officer)
    return change_caller_number(story.db, Phones(), EVERYTHING, change, now=NOW)


def move(story: Story, event: CampaignEvent) -> None:
    assert move_campaign(story.db, EVERYTHING, story.floor.campaign.id, event, None, now=NOW) is None


def dialled_from(story: Story, call_ids: list[UUID]) -> list[str]:
    phones = Phones()
    place_call(story.db, *call_ids, telephony=phones, now=lambda: NOW)
    return [wish.caller_id for wish in phones.dialled]


def test_no_call_leaves_from_the_number_before_not_even_one_that_was_about_to(story: Story) -> None:
    desk = story.desk("asma")
    about_to = hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=NOW)
    move(story, CampaignEvent.PAUSE)
    assert changed(story, OTHER) is None
    move(story, CampaignEvent.START)
    assert (dialled_from(story, about_to), story.agent(desk).status) == ([], AgentStatus.READY)
    with story.db.transaction(EVERYTHING) as session:
        assert session.get_one(Call, about_to[0]).status is CallStatus.ENDED
    assert dialled_from(story, hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=NOW)) == [OTHER]


def test_who_rings_back_any_number_from_which_the_campaign_has_called_is_matched_to_her_open_case(story: Story) -> None:
    move(story, CampaignEvent.PAUSE)
    for number in (OTHER, THIRD, OTHER):
        assert changed(story, number) is None
    with story.db.transaction(EVERYTHING) as session:
        assert session.get_one(Campaign, story.floor.campaign.id).earlier_caller_ids == [NUMBER, THIRD]
    move(story, CampaignEvent.START)
    for seconds, number in enumerate((NUMBER, OTHER, THIRD)):
        assert isinstance(story.ring(number=number, seconds=10 * seconds), LetRing)
        story.hangs_up(seconds=10 * seconds + 3)
        assert (story.line.case_id, story.case.status) == (story.case_id, CaseStatus.CALLBACK)
    story.desk("asma")
    again = hand_out_calls(story.db, story.floor.campaign.id, LIMITS, now=at(60))
    assert dialled_from(story, again) == [OTHER]


def test_a_stranger_who_rings_the_earlier_number_hears_who_we_are(story: Story) -> None:
    move(story, CampaignEvent.PAUSE)
    assert changed(story, OTHER) is None
    heard = [story.ring(number=number, phone="+919419000055") for number in (NUMBER, OTHER, THIRD)]
    assert all(isinstance(words, SayAndHangUp) for words in heard)
    named = [story.floor.department.name in words.text for words in heard if isinstance(words, SayAndHangUp)]
    assert (named, story.line.reception) == ([True, True, False], Reception.UNKNOWN)


@dataclass
class Numbers(Phones):
    """A carrier of which some numbers are no longer ours, and which brings in the calls of others."""

    gone: tuple[str, ...] = ()
    brought_in: tuple[str, ...] = ()

    def numbers_not_ringing_us(self, numbers: list[str]) -> list[str]:
        return [number for number in numbers if number not in self.brought_in]

    def check_caller_number(self, number: str) -> None:
        if number in self.gone:
            raise CallerIdRefused(number)


def test_the_doctor_looks_at_the_numbers_that_people_still_ring_back(story: Story, redis: Redis) -> None:
    move(story, CampaignEvent.PAUSE)
    for number in (OTHER, THIRD):
        assert changed(story, number) is None
    at_twilio = Settings("", "", "x" * 32, carrier_name="twilio")

    def said(brought_in: tuple[str, ...]) -> str | None:
        return calls_in(House(at_twilio, story.db, redis, Numbers(gone=(OTHER,), brought_in=brought_in)))

    assert str(said((THIRD,))).startswith(f"Calls to {NUMBER} do not come here: set at Twilio for each voice URL")
    assert said((THIRD, NUMBER)) == f"OK, but who rings {OTHER} back reaches nobody: it is not ours any more."
    assert said((THIRD, NUMBER, OTHER)) is None
