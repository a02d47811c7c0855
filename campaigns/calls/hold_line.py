"""Lets the carrier put a person on hold or take her off it, as her call stands now."""

import logging
from uuid import UUID

from campaigns.shared.open_line import open_line
from campaigns.store.session import Database
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)


def hold_line(db: Database, call_id: UUID, *, telephony: Telephony) -> None:
    """Ask the carrier for what the call says: the newest word counts, however late this comes. Twice is harmless."""
    found = open_line(db, call_id)
    if found is None:
        return
    try:
        if found.holds:
            telephony.hold(found.room, found.carrier_call_id, call_id)
        else:
            telephony.resume(found.room, found.carrier_call_id)
    except TelephonyError as failure:
        log.warning("line_not_held", extra={"call_id": str(call_id), "http_status": failure.http_status})
