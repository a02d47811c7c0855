"""What a participant on hold hears: the document of an address, carried out again and again until she is taken off."""

from workers.carrier.calls import Call, Hook
from workers.carrier.fields import call_fields
from workers.carrier.log import CarrierLog
from workers.carrier.pace import Pace
from workers.carrier.twiml import Redirect, TwimlError, Wait, read_twiml
from workers.carrier.webhooks import WebhookFailedError, Webhooks


async def hear_on_hold(
    call: Call, hook: Hook, account_sid: str, pace: Pace, log: CarrierLog, webhooks: Webhooks
) -> None:
    """Play it; an address that gives no document leaves her in silence, as a wrong one would with Twilio."""
    address: Hook | None = hook
    while address is not None:
        try:
            verbs = read_twiml(await webhooks.fetch(address, call_fields(call, account_sid)), address.url)
        except (WebhookFailedError, TwimlError) as failure:
            log.note("document_failed", call=call.sid, code=failure.code, why=str(failure))
            return
        address = None
        for verb in verbs:
            match verb:
                case Wait():
                    log.note("played_on_hold", call=call.sid, verb=verb.verb, letters=len(verb.text))
                    await pace.sleep(verb.seconds)
                case Redirect():
                    address = Hook(verb.url, verb.method)
                case _:
                    return
