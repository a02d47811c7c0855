"""Twilio's side of the port's numbers: the account's own ones, and those that were verified to be ours."""

from collections.abc import Collection, Sequence
from typing import Final

from twilio.rest import Client

from campaigns.telephony.failures import CallerIdRefused, NoFunds
from campaigns.telephony.twilio_http import in_our_words
from config import Settings

AT_WORK: Final = "active"  # Twilio's word for an account that may call; without funds it becomes `suspended`


class TwilioNumbers:
    """The part of `TwilioCalls` that asks about numbers."""

    client: Client
    settings: Settings

    def check_caller_number(self, number: str) -> None:
        """Look at the account, then for the number among its own and its verified ones."""
        with in_our_words():
            account = self.client.api.v2010.accounts(self.settings.twilio_account_sid).fetch()
            if account.status != AT_WORK:
                raise NoFunds(f"The account is {account.status}.")
            for ours in (self.client.incoming_phone_numbers, self.client.outgoing_caller_ids):
                if any(one.phone_number == number for one in ours.list(phone_number=number, limit=1)):
                    return
        raise CallerIdRefused("The number is neither the account's own nor verified.")

    def numbers_not_ringing_us(self, numbers: Collection[str]) -> Sequence[str]:
        """Compare the addresses of the account's numbers with ours."""
        hook = f"{self.settings.hooks_base_url}/hooks/calls-in"
        with in_our_words():
            mine = self.client.incoming_phone_numbers.list(page_size=1000)
            asks = {one.phone_number: (one.voice_url, one.status_callback) for one in mine}
        return [number for number in numbers if asks.get(number) != (hook, f"{hook}/status")]
