"""Rings an agent's desk phone and says one sentence, so that she knows before her shift that it works."""

import logging
from uuid import UUID

from campaigns.rules.carrier.notices import phone_works
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, User
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import Telephony

log = logging.getLogger(__name__)


def try_desk_phone(db: Database, user_id: UUID, campaign_id: UUID, *, telephony: Telephony) -> None:
    """Ring once, in the language of her pages; nothing is kept of it."""
    with db.transaction(EVERYTHING) as session:
        user, campaign = session.get(User, user_id), session.get(Campaign, campaign_id)
    if user is None or campaign is None or not user.desk_phone:
        return
    words, spoken = phone_works([user.interface_language])
    try:
        telephony.try_phone(user.desk_phone, campaign.caller_id, words, spoken)
    except TelephonyError as failure:
        log.warning("desk_phone_not_tried", extra={"user_id": str(user_id), "http_status": failure.http_status})
