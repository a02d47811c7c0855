"""Finds agents' own legs that are over at the carrier and of whose end nobody told, so that no person talks to a dead one."""

import logging
from datetime import datetime

from campaigns.rules.call_states import CallStatus
from campaigns.shared.legs import drop_leg
from campaigns.store.desk.agent_sessions import legs_of_live_desks
from campaigns.store.session import EVERYTHING, Database
from campaigns.telephony.failures import NotFound, TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)


def drop_fallen_legs(db: Database, *, telephony: Telephony, now: datetime) -> int:
    """Return how many were unbound."""
    with db.transaction(EVERYTHING) as session:
        legs = legs_of_live_desks(session)
    if not legs:
        return 0
    try:
        live = {call.carrier_call_id for call in telephony.list_live()}
        fallen = {desk: leg for desk, leg in legs.items() if leg not in live and _is_over(telephony, leg)}
    except TelephonyError as failure:
        log.warning("carrier_not_asked", extra={"http_status": failure.http_status})
        return 0
    for desk, leg in fallen.items():
        log.warning("agent_leg_fallen", extra={"agent_session_id": str(desk)})
        with db.transaction(EVERYTHING) as session:
            drop_leg(session, desk, leg, at=now)
    return len(fallen)


def _is_over(telephony: Telephony, leg: str) -> bool:
    try:
        return telephony.get_call(leg).status is CallStatus.ENDED
    except NotFound:
        return True
