"""Rings a supervisor's own phone, so that she hears an agent's call."""

import logging
from uuid import UUID

from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, Listening, User
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import Telephony
from campaigns.telephony.supervising import PlaceListenerLeg

log = logging.getLogger(__name__)


def ring_listener_leg(db: Database, listening_id: UUID, *, telephony: Telephony) -> None:
    """Ring once; a listening that is over, or whose leg is there, is not rung. What never comes is freed by upkeep."""
    with db.transaction(EVERYTHING) as session:
        listening = session.get(Listening, listening_id)
        if listening is None or listening.ended_at is not None or listening.leg_call_id is not None:
            return
        phone = session.get_one(User, listening.user_id).desk_phone
        caller_id = session.get_one(Campaign, listening.campaign_id).caller_id
    if phone is None:
        return
    try:
        telephony.place_listener_leg(PlaceListenerLeg(listening_id, phone, caller_id))
    except TelephonyError as failure:
        facts = {"listening_id": str(listening_id), "http_status": failure.http_status}
        log.warning("listener_leg_not_rung", extra=facts)
