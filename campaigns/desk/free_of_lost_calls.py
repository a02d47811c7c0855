"""Frees agents who lost their call: it is over, and nobody told them."""

import logging
from datetime import datetime, timedelta
from typing import Final

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.shared.joining import take_who_waits
from campaigns.store.desk.agent_sessions import (
    agents_without_their_call,
    lock_agent_session,
    move_agent,
    take_due_pause,
)
from campaigns.store.session import EVERYTHING, Database

log = logging.getLogger(__name__)
LOST_FOR: Final = timedelta(seconds=30)  # the end of her call may be under way


def free_of_lost_calls(db: Database, *, now: datetime) -> None:
    """Let go whoever waits for a call, or seems to talk, though the call is over: she logs what she still owes."""
    with db.transaction(EVERYTHING) as session:
        lost = agents_without_their_call(session, since_before=now - LOST_FOR)
    for session_id in lost:
        with db.transaction(EVERYTHING) as session:
            agent = lock_agent_session(session, session_id)
            if agent is None or session_id not in agents_without_their_call(session, since_before=now - LOST_FOR):
                continue
            log.error("agent_without_call", extra={"agent_session_id": str(session_id)})
            event = AgentEvent.HANG_UP if agent.status is AgentStatus.ON_CALL else AgentEvent.RELEASE
            if event is AgentEvent.RELEASE:
                agent.call_id = None
            move_agent(session, agent, event, at=now)
            take_due_pause(session, agent, at=now)
            take_who_waits(session, agent, at=now)
