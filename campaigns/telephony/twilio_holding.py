"""Twilio's side of holding: a conference participant on hold hears a document of ours; a new document moves her on."""

from typing import Final
from uuid import UUID

from twilio.rest import Client

from campaigns.telephony.failures import NotFound
from campaigns.telephony.port import Join, SayAndHangUp
from campaigns.telephony.twilio_http import in_our_words
from campaigns.telephony.twilio_webhooks import TwilioWebhooks

TRY_RINGS: Final = 30  # seconds
TRY_LASTS: Final = 60


class TwilioHolding(TwilioWebhooks):
    """Implements campaigns.telephony.holding.Holding on Twilio."""

    client: Client

    def hold(self, room: str, carrier_call_id: str, call_id: UUID) -> None:
        """Put a participant on hold; Twilio asks the address for what she hears."""
        address = f"{self.settings.hooks_base_url}/hooks/calls/{call_id}/hold"
        self._change(room, carrier_call_id, hold=True, hold_url=address, hold_method="POST")

    def resume(self, room: str, carrier_call_id: str) -> None:
        """Take a participant off hold."""
        try:
            self._change(room, carrier_call_id, hold=False)
        except NotFound:
            return

    def move_to(self, carrier_call_id: str, room: str) -> None:
        """Let an answered call go on with a document that puts it into another room; it leaves its own by that."""
        with in_our_words():
            self.client.calls(carrier_call_id).update(twiml=self.answer_document(Join(room)))

    def try_phone(self, to: str, caller_id: str, words: str, language: str) -> None:
        """Place a call that only says something; nothing is told of it."""
        with in_our_words():
            self.client.calls.create(
                to=to,
                from_=caller_id,
                twiml=self.answer_document(SayAndHangUp(words, language, after_seconds=1)),
                timeout=TRY_RINGS,
                time_limit=TRY_LASTS,
            )

    def _change(self, room: str, carrier_call_id: str, **wish: object) -> None:
        with in_our_words():
            found = self.client.conferences.list(friendly_name=room, status="in-progress", limit=1, page_size=1)
            if not found:
                raise NotFound("No such room is open.")
            self.client.conferences(found[0].sid).participants(carrier_call_id).update(**wish)
