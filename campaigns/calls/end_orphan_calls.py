"""Ends calls that live at the carrier and that no call or desk of ours knows, or that we had given up."""

import logging
from datetime import datetime, timedelta
from typing import Final

from campaigns.store.calls.calls import carrier_calls_going_on, phones_in_doubt
from campaigns.store.calls.calls_in import rings_going_on
from campaigns.store.desk.agent_sessions import bound_legs
from campaigns.store.desk.listenings import listeners_legs, phones_of_listeners
from campaigns.store.session import EVERYTHING, Database
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import CallSnapshot, Telephony

log = logging.getLogger(__name__)

YOUNG: Final = timedelta(seconds=30)  # the answer to our request may still be under way
SAID_WITHIN: Final = timedelta(minutes=2)  # to somebody who rang us


def end_orphan_calls(db: Database, *, telephony: Telephony, now: datetime) -> int:
    """Return how many were ended. A call to a phone whose own call is in doubt is left for settling to bind."""
    try:
        found = {call.carrier_call_id: call for call in telephony.list_live()}  # one that moves on is listed twice
    except TelephonyError as failure:
        log.warning("carrier_not_asked", extra={"http_status": failure.http_status})
        return 0
    live = [call for call in found.values() if _is_old(call, now)]
    with db.transaction(EVERYTHING) as session:
        ids = [call.carrier_call_id for call in live]
        known = carrier_calls_going_on(session, telephony.name, ids, now - YOUNG) | bound_legs(session, ids)
        known |= rings_going_on(session, telephony.name, ids, now - SAID_WITHIN)
        known |= listeners_legs(session, ids)
        doubtful = phones_in_doubt(session) | phones_of_listeners(session)
    orphans = [call for call in live if call.carrier_call_id not in known and call.to not in doubtful]
    for orphan in orphans:
        log.error("orphan_ended", extra={"carrier_call_id": orphan.carrier_call_id})
        try:
            telephony.end_call(orphan.carrier_call_id)
        except TelephonyError as failure:
            log.warning("orphan_not_ended", extra={"http_status": failure.http_status})
    return len(orphans)


def _is_old(call: CallSnapshot, now: datetime) -> bool:
    return call.started_at is None or now - call.started_at > YOUNG
