"""What the first dial from a number would meet at the phone company; shared by whoever lets a campaign call from one."""

from typing import Final

from campaigns.rules.carrier.breaker import Trouble
from campaigns.rules.refusals import Refusal
from campaigns.telephony.caller_numbers import CallerNumbers
from campaigns.telephony.failures import AuthFailed, CallerIdRefused, NoFunds, TelephonyError

NOT_OURS: Final = Refusal(
    Trouble.CALLER_ID_REFUSED,
    "The phone company lets nobody be called from this campaign's number: have the number registered there, or an"
    " officer of the department gives the campaign another on its page.",
)
NO_FUNDS: Final = Refusal(
    Trouble.NO_FUNDS,
    "The phone company has stopped our account, most often because it has no funds: an administrator tops it up, and"
    " then this can be done.",
)
KEYS_REFUSED: Final = Refusal(
    Trouble.KEYS_REFUSED,
    "The phone company refuses our keys: an administrator corrects its settings, and then this can be done.",
)
# The narrower kind first: `NoFunds` is an `AuthFailed`.
MET: Final = ((CallerIdRefused, NOT_OURS), (NoFunds, NO_FUNDS), (AuthFailed, KEYS_REFUSED))


def first_dial_meets(telephony: CallerNumbers, number: str) -> Refusal | None:
    """Return why nobody can be called from a number; None also where it cannot be known now, so that nobody waits for it."""
    try:
        telephony.check_caller_number(number)
    except TelephonyError as trouble:
        return next((refusal for kind, refusal in MET if isinstance(trouble, kind)), None)
    return None
