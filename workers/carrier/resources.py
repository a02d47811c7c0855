"""The carrier's resources as the REST API shows them: every field that Twilio's document names."""

from hashlib import sha256
from typing import Any

from workers.carrier.calls import Call
from workers.carrier.fields import API_VERSION, written
from workers.carrier.rooms import Participant, Room

CALL_PARTS = (
    *("notifications", "recordings", "payments", "events", "siprec", "streams", "transcriptions"),
    *("user_defined_message_subscriptions", "user_defined_messages"),
)


def account_uri(account_sid: str) -> str:
    """Return where an account's resources stand."""
    return f"/{API_VERSION}/Accounts/{account_sid}"


def call_resource(call: Call, account_sid: str) -> dict[str, Any]:
    """Return a call."""
    uri = f"{account_uri(account_sid)}/Calls/{call.sid}"
    return {
        "sid": call.sid,
        "account_sid": account_sid,
        "parent_call_sid": None,
        "group_sid": None,
        "phone_number_sid": None,
        "trunk_sid": None,
        "api_version": API_VERSION,
        "to": call.orders.to,
        "to_formatted": call.orders.to,
        "from": call.orders.from_,
        "from_formatted": call.orders.from_,
        "caller_name": None,
        "forwarded_from": None,
        "direction": call.orders.direction,
        "status": str(call.status),
        "answered_by": call.answered_by,
        "queue_time": str(round(call.queue_seconds * 1000)),
        "date_created": written(call.created_at),
        "date_updated": written(call.ended_at or call.answered_at or call.started_at or call.created_at),
        "start_time": written(call.started_at),
        "end_time": written(call.ended_at),
        "duration": None if call.seconds is None else str(call.seconds),
        "price": None,
        "price_unit": "USD",
        "uri": f"{uri}.json",
        "subresource_uris": {
            part: f"{uri}/{''.join(word.title() for word in part.split('_'))}.json" for part in CALL_PARTS
        },
    }


def room_resource(room: Room, account_sid: str) -> dict[str, Any]:
    """Return a conference."""
    uri = f"{account_uri(account_sid)}/Conferences/{room.sid}"
    return {
        "sid": room.sid,
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "friendly_name": room.name,
        "region": "us1",
        "status": room.status,
        "date_created": written(room.created_at),
        "date_updated": written(room.updated_at),
        "reason_conference_ended": room.reason_ended,
        "call_sid_ending_conference": room.ended_by,
        "uri": f"{uri}.json",
        "subresource_uris": {"participants": f"{uri}/Participants.json", "recordings": f"{uri}/Recordings.json"},
    }


def participant_resource(participant: Participant, room: Room, account_sid: str) -> dict[str, Any]:
    """Return a call as a participant of a conference."""
    sid = participant.call.sid
    return {
        "call_sid": sid,
        "conference_sid": room.sid,
        "account_sid": account_sid,
        "label": participant.label,
        "status": "connected",
        "muted": participant.muted,
        "hold": participant.hold,
        "coaching": participant.coaches is not None,
        "call_sid_to_coach": participant.coaches,
        "start_conference_on_enter": participant.start_on_enter,
        "end_conference_on_exit": participant.end_on_exit,
        "queue_time": None,
        "date_created": written(participant.joined_at),
        "date_updated": written(participant.updated_at),
        "uri": f"{account_uri(account_sid)}/Conferences/{room.sid}/Participants/{sid}.json",
    }


def caller_number_resource(number: str, account_sid: str) -> dict[str, Any]:
    """Return a number that was verified to be the customer's."""
    sid = f"PN{sha256(number.encode()).hexdigest()[:32]}"
    return {
        "sid": sid,
        "account_sid": account_sid,
        "friendly_name": number,
        "phone_number": number,
        "date_created": None,
        "date_updated": None,
        "uri": f"{account_uri(account_sid)}/OutgoingCallerIds/{sid}.json",
    }


def account_resource(account_sid: str, status: str) -> dict[str, Any]:
    """Return the account itself: what a check of the keys asks for."""
    uri = account_uri(account_sid)
    return {
        "sid": account_sid,
        "owner_account_sid": account_sid,
        "friendly_name": "Sandbox carrier",
        "status": status,
        "type": "Full",
        "auth_token": None,
        "date_created": None,
        "date_updated": None,
        "uri": f"{uri}.json",
        "subresource_uris": {"calls": f"{uri}/Calls.json", "conferences": f"{uri}/Conferences.json"},
    }
