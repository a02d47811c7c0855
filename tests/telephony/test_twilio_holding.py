"""What Twilio is asked for when a line is held, moved or tried; the sandbox carrier plays it in test_browser_dies."""

from uuid import UUID

import pytest

from campaigns.rules.carrier.notices import phone_works, waiting_notice
from campaigns.telephony.failures import NotFound
from campaigns.telephony.holding import KeepHolding
from campaigns.telephony.twilio_calls import TwilioCalls
from tests.telephony.fake_twilio import Exchange

CALL = UUID("11111111-2222-3333-4444-555555555555")


def test_who_is_on_hold_hears_a_sentence_again_and_again(phones: TwilioCalls) -> None:
    text, language = waiting_notice(["ks", "ur"], agent_lost=True)
    document = phones.answer_document(KeepHolding(CALL, text, language, 8))
    assert f'<Say language="ur-IN" voice="Google.ur-IN-Standard-A">{text}</Say><Pause length="8" />' in document
    assert f'<Redirect method="POST">https://hooks.example.org/hooks/calls/{CALL}/hold</Redirect>' in document


def test_her_agents_line_that_fell_is_told_otherwise_than_a_hold() -> None:
    assert waiting_notice(["en"], agent_lost=True) != waiting_notice(["en"], agent_lost=False)
    assert waiting_notice([None, "doi"], agent_lost=False)[1] == "hi"


def test_a_phone_that_is_tried_says_one_sentence_and_nothing_is_told_of_it(
    twilio: Exchange, phones: TwilioCalls
) -> None:
    phones.try_phone("+911945550101", "+911942000000", *phone_works(["en"]))
    ((_, _, form),) = twilio.twilio.requests
    assert (form["To"], form["Timeout"]) == (["+911945550101"], ["30"])
    assert "Your phone works." in form["Twiml"][0]
    assert not {"Url", "StatusCallback"} & set(form)


def test_a_room_that_is_not_open_cannot_hold_and_need_not_resume(phones: TwilioCalls) -> None:
    with pytest.raises(NotFound):
        phones.hold("desk-1", "CA1", CALL)
    phones.resume("desk-1", "CA1")
