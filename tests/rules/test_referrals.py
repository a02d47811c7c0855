"""A problem heard on a call: whose it is, until when, what the citizen's word does, and the script that asks for it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus, advance
from campaigns.rules.referrals.categories import MOST, USUAL
from campaigns.rules.referrals.confirmation import QUESTION, confirmation_script, event_of_answers, question_about
from campaigns.rules.referrals.tiers import Tier, deadline, first_tier, tier_above
from campaigns.rules.scripts.check import find_problems
from campaigns.rules.scripts.path import follow
from campaigns.rules.scripts.script import read_script

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def test_only_the_citizens_yes_closes() -> None:
    closing = [
        (status, event)
        for status in ReferralStatus
        for event in ReferralEvent
        if advance(status, event) is ReferralStatus.CLOSED
    ]
    assert closing == [(ReferralStatus.CONFIRMING, ReferralEvent.AGREE)]


@pytest.mark.parametrize(
    ("answers", "event"),
    [
        ({QUESTION: "yes"}, ReferralEvent.AGREE),
        ({QUESTION: "no"}, ReferralEvent.DISAGREE),
        ({QUESTION: None}, ReferralEvent.MISS),
        ({}, ReferralEvent.MISS),
        ({"identity": "self"}, ReferralEvent.MISS),
    ],
)
def test_what_her_answer_means(answers: dict[str, Any], event: ReferralEvent) -> None:
    assert event_of_answers(answers) is event


def test_it_begins_with_the_lowest_place_that_is_known_and_ends_with_the_state() -> None:
    assert first_tier(block_id="block:1", district_id="district:1") is Tier.BLOCK
    assert first_tier(block_id=None, district_id="district:1") is Tier.DISTRICT
    assert first_tier(block_id=None, district_id=None) is Tier.STATE
    assert [tier_above(tier) for tier in Tier] == [Tier.DISTRICT, Tier.STATE, Tier.STATE]
    assert deadline(7, now=NOW) == NOW + timedelta(days=7)


@pytest.mark.parametrize("usual", USUAL)
def test_the_script_of_every_usual_problem_is_sound_and_names_it(usual: Any) -> None:
    document = confirmation_script([usual.names])
    assert find_problems(document) == []
    for language in ("en", "ur", "hi"):
        assert usual.names[language] in document["steps"]["solved"]["read"][language]
    assert "%PROBLEM%" not in str(document)


def test_a_problem_without_a_name_in_a_language_is_said_in_english() -> None:
    read = confirmation_script([{"en": "No ration"}])["steps"]["solved"]["read"]
    assert all("No ration" in read[language] for language in ("en", "ur", "hi"))


def test_a_yes_and_a_no_both_come_to_an_ending_that_is_a_completed_call() -> None:
    script = read_script(confirmation_script([USUAL[0].names]))
    for said in ("yes", "no"):
        path = follow(script, {"identity": "self", "purpose": "yes", QUESTION: said})
        assert (path.next_step, path.suggested) == (None, Outcome.COMPLETED)


def test_of_several_problems_each_is_asked_about_on_one_call_and_the_goodbye_holds_for_yes_and_no() -> None:
    document = confirmation_script([usual.names for usual in USUAL])
    assert find_problems(document) == []
    assert "%PROBLEM%" not in str(document)
    asked = [question_about(place) for place in range(len(USUAL))]
    for usual, question in zip(USUAL, asked, strict=True):
        for language in ("en", "ur", "hi"):
            assert usual.names[language] in document["steps"]["purpose"]["read"][language]
            assert usual.names[language] in document["steps"][question]["read"][language]
            assert usual.names[language] == document["steps"][question]["title"][language]
    said = dict(zip(asked, ("yes", "no", "no", "yes"), strict=True))
    path = follow(read_script(document), {"identity": "self", "purpose": "yes", **said})
    assert (path.next_step, path.suggested) == (None, Outcome.COMPLETED)
    assert [event_of_answers(said, question) for question in asked[:2]] == [ReferralEvent.AGREE, ReferralEvent.DISAGREE]


def test_each_usual_problem_has_a_digit() -> None:
    assert len(USUAL) <= MOST
