"""Joins a person who has answered to an agent: to one who is free, or to the first who becomes free while she waits."""

from datetime import datetime

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.call_states import CallEvent
from campaigns.rules.carrier.answering import PATIENCE, waits_since
from campaigns.store.calls.calls import move_call
from campaigns.store.calls.waiting_people import claim_longest_waiting
from campaigns.store.desk.agent_sessions import move_agent
from campaigns.store.session import Session, enqueue
from campaigns.store.tables import AgentSession, Call


def join_agent(session: Session, call: Call, agent: AgentSession, *, at: datetime) -> None:
    """Join a locked call that somebody has answered to a locked agent who is ready or reserved for it."""
    call.agent_session_id, agent.call_id = agent.id, call.id
    move_call(session, call, CallEvent.JOIN, ring_seconds=0, at=at)
    move_agent(session, agent, AgentEvent.CONNECT, at=at)


def take_who_waits(session: Session, agent: AgentSession, *, at: datetime) -> None:
    """Give a locked agent who may have become ready this moment whoever has waited longest for one like her.

    It is decided before anybody else can see that she is ready, so no later answer overtakes a person who waits. The
    carrier is told at once to put her through; should that fail, it finds her agent when it next asks for her.
    """
    if agent.status is not AgentStatus.READY or not is_there(agent, heard_since=at - PATIENCE):
        return
    call = claim_longest_waiting(session, agent, since=waits_since(now=at))
    if call is not None:
        join_agent(session, call, agent, at=at)
        enqueue(session, "dial", "move_to_agent", call.id)


def is_there(agent: AgentSession, *, heard_since: datetime) -> bool:
    """Tell whether an agent can be talked to at once.

    A leg that is up tells more than her page, which may be slow; who needs none must have been heard.
    """
    return agent.leg_call_id is not None or (agent.has_leg and agent.heard_at >= heard_since)
