"""Tells a person whose agent has gone from the line that she is called again, and ends the line (telephony.md, row 22)."""

import logging
from uuid import UUID

from campaigns.rules.call_states import CallStatus
from campaigns.rules.carrier.notices import cut_off_notice
from campaigns.shared.spoken_notices import spoken_notice
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)


def end_kindly(db: Database, call_id: UUID, *, telephony: Telephony) -> None:
    """Let the carrier say it; a line that it cannot be said on is ended by upkeep, a minute later."""
    with db.transaction(EVERYTHING) as session:
        call = session.get(Call, call_id)
        if call is None or call.status not in (CallStatus.ANSWERED, CallStatus.TALKING) or call.outcome is not None:
            return
        words, carrier_call_id = spoken_notice(session, call, cut_off_notice), call.carrier_call_id
    if carrier_call_id is None:
        return
    try:
        telephony.say_to(carrier_call_id, words)
    except TelephonyError as failure:
        log.warning("not_ended_kindly", extra={"call_id": str(call_id), "http_status": failure.http_status})
