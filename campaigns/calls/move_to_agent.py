"""Puts the person of a call that was handed over into the room of the agent who has it now."""

import logging
from uuid import UUID

from campaigns.shared.open_line import open_line
from campaigns.store.session import Database
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)


def move_to_agent(db: Database, call_id: UUID, *, telephony: Telephony) -> None:
    """Let the carrier move her line. Twice is harmless: she leaves the room and is there again."""
    found = open_line(db, call_id)
    if found is None:
        return
    try:
        telephony.move_to(found.carrier_call_id, found.room)
    except TelephonyError as failure:  # an agent who hears nobody ends the call
        log.warning("line_not_moved", extra={"call_id": str(call_id), "http_status": failure.http_status})
