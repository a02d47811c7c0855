"""Rings an agent's desk phone, so that she is parked in her room before calls come."""

import logging
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Campaign, User
from campaigns.telephony.failures import TelephonyError
from campaigns.telephony.port import PlaceAgentLeg, Telephony

log = logging.getLogger(__name__)
RINGS_AT_MOST: Final = timedelta(minutes=2)


def ring_agent_leg(db: Database, session_id: UUID, *, telephony: Telephony, now: datetime) -> None:
    """Ring once, however often it is asked for. The carrier's first callback binds the leg; one that is up is not rung."""
    with db.transaction(EVERYTHING) as session:
        agent = session.get(AgentSession, session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT or agent.leg_call_id or agent.leg != "phone":
            return
        phone = session.get_one(User, agent.user_id).desk_phone
        caller_id = session.get_one(Campaign, agent.campaign_id).caller_id
    if phone is None:
        return
    try:
        calls = telephony.find_attempt(phone, now - RINGS_AT_MOST)
        if any(call.status is not CallStatus.ENDED for call in calls):
            return  # it rings already: only the carrier knows
        telephony.place_agent_leg(PlaceAgentLeg(session_id, phone, caller_id))
    except TelephonyError as failure:
        log.warning(
            "agent_leg_not_rung", extra={"agent_session_id": str(session_id), "http_status": failure.http_status}
        )
