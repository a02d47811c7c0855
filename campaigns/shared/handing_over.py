"""Gives a person whose agent's line has fallen to another agent who is ready and speaks her language (telephony.md, row 22)."""

import logging
from datetime import datetime

from campaigns.rules.agent_states import AgentEvent
from campaigns.rules.carrier.schedule import LIVE_STEP
from campaigns.rules.desk.desk_entries import next_taking
from campaigns.shared.endings import let_go
from campaigns.store.calling.cases import lock_case
from campaigns.store.desk.agent_sessions import claim_ready_agent_speaking, lock_agent_session, move_agent
from campaigns.store.session import Session, enqueue, tell
from campaigns.store.tables import Call

log = logging.getLogger(__name__)


def hand_over(session: Session, call: Call, *, heard_since: datetime, at: datetime) -> bool:
    """Join a locked call in a talk to another agent, with all that was answered so far; False where nobody is free."""
    case = lock_case(session, call.case_id)
    before = lock_agent_session(session, call.agent_session_id) if call.agent_session_id else None
    after = claim_ready_agent_speaking(session, call.campaign_id, case.language, heard_since=heard_since)
    if after is None:
        return False
    if before is not None and before.call_id == call.id:
        let_go(session, before, at=at)
        session.flush()  # a call is on one desk at a time
    call.agent_session_id, after.call_id = after.id, call.id
    after.taking = next_taking(after.taking, now=at)  # what she gives is newer than all that was given before
    call.agent_lost_at = call.held_at = None
    call.settle_at, call.settle_tries = at + LIVE_STEP, 0
    move_agent(session, after, AgentEvent.CONNECT, at=at)
    enqueue(session, "dial", "move_to_agent", call.id)
    tell(session, f"floor:{call.campaign_id}")
    log.info("call_handed_over", extra={"call_id": str(call.id), "agent_session_id": str(after.id)})
    return True
