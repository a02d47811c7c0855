"""Whether calls may be made from a number is asked before anybody is called, at Twilio and at the sandbox carrier."""

import pytest

from campaigns.telephony.failures import AuthFailed, CallerIdRefused, NoFunds, TelephonyError
from campaigns.telephony.twilio_calls import TwilioCalls
from tests.telephony.fake_twilio import Exchange, Fault, Line, refuses

OURS = "+911140000000"


def account(*, status: str = "active", owned: str | None = None, verified: str | None = None) -> Fault:
    """An account with at most one number of each kind."""

    def show(line: Line) -> None:
        for kind, number in (("IncomingPhoneNumbers", owned), ("OutgoingCallerIds", verified)):
            if kind in line.path:
                line.send(200, {"found": [{"phone_number": number}] if number else [], "next_page_uri": None})
                return
        line.send(200, {"status": status})

    return show


@pytest.mark.parametrize("number", [{"owned": OURS}, {"verified": OURS}], ids=["owned", "verified"])
def test_a_number_that_is_owned_or_verified_may_call(
    twilio: Exchange, phones: TwilioCalls, number: dict[str, str]
) -> None:
    twilio.twilio.fault = account(**number)
    phones.check_caller_number(OURS)
    assert {method for method, _, _ in twilio.twilio.requests} == {"GET"}, "nothing is dialled for it"


@pytest.mark.parametrize(
    ("fault", "refusal"),
    [
        (account(), CallerIdRefused),
        (account(owned="+911140000009", verified="+911140000009"), CallerIdRefused),
        (account(status="suspended", owned=OURS), NoFunds),
        (refuses(403, 20005), NoFunds),
        (refuses(401, 20003), AuthFailed),
    ],
    ids=["unknown", "another's", "suspended", "not active", "wrong keys"],
)
def test_what_the_first_dial_would_meet_is_known_before(
    twilio: Exchange, phones: TwilioCalls, fault: Fault, refusal: type[TelephonyError]
) -> None:
    twilio.twilio.fault = fault
    with pytest.raises(refusal):
        phones.check_caller_number(OURS)
