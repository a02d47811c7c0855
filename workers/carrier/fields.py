"""What the carrier's webhooks say, in Twilio's field names."""

from datetime import datetime
from email.utils import format_datetime

from workers.carrier.calls import Call

API_VERSION = "2010-04-01"


def written(at: datetime | None) -> str | None:
    """Return a moment as Twilio writes it (RFC 2822, UTC)."""
    return None if at is None else format_datetime(at)


def call_fields(call: Call, account_sid: str) -> dict[str, str]:
    """Return what every webhook of a call says."""
    fields = {
        "CallSid": call.sid,
        "AccountSid": account_sid,
        "From": call.orders.from_,
        "To": call.orders.to,
        "Caller": call.orders.from_,
        "Called": call.orders.to,
        "CallStatus": str(call.status),
        "Direction": call.orders.direction,
        "ApiVersion": API_VERSION,
    }
    if call.answered_by is not None:
        fields["AnsweredBy"] = call.answered_by
    return fields


def progress_fields(call: Call, account_sid: str, event: str, at: datetime, sip: int | None) -> dict[str, str]:
    """Return what a status callback says."""
    fields = call_fields(call, account_sid) | {
        "Timestamp": format_datetime(at),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(call.told),
    }
    if event == "initiated":
        fields["CallStatus"] = "initiated"  # a word of the webhooks that the REST resource does not know
    if event == "completed":
        seconds = call.seconds or 0
        fields |= {"CallDuration": str(seconds), "Duration": str(-(-seconds // 60))}
        if sip is not None:
            fields["SipResponseCode"] = str(sip)
    return fields
