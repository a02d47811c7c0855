"""Finds the desk at which the signed-in agent works, and shows it alive."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from flask import g, session

from agent_ui.desk.asked import kept_there
from agent_ui.house import house
from agent_ui.sign_in.access import the_user
from agent_ui.sign_in.signed_in import signed_in_agent
from campaigns.desk.note_desk_alive import note_desk_alive
from campaigns.shared.signs_of_life import SignOfLife
from campaigns.store.desk.desk import DeskState, desk_state
from campaigns.store.desk.open_desks import live_agent_session
from campaigns.store.session import Scope
from campaigns.store.tables import AgentSession

HEARD_EVERY: Final = timedelta(seconds=8)  # of wall time; desks speak every 10 s, and none of it may be passed over


def know_the_desk() -> None:
    """Find who asks together with her desk, before a page of the desk is answered; a desk that asks is a desk that lives."""
    g.person, g.desk = signed_in_agent(house().db, session, sign_of_life(house().now()))


def desk_of_user() -> AgentSession | None:
    """Return the live desk of whoever is signed in, which has been heard by that."""
    if "desk" in g:
        known: AgentSession | None = g.pop("desk")
        return known
    agent = _looked_up(the_user().id)
    if agent is not None:
        _show_alive(agent, sign_of_life(house().now()))
    return agent


def _looked_up(user_id: UUID) -> AgentSession | None:
    with house().db.transaction(Scope(user_id=user_id)) as transaction:
        return live_agent_session(transaction, user_id)


def desk_now(agent: AgentSession) -> DeskState:
    """Return what this desk shows now, read through the wall of the campaign's department."""
    now = house().now()
    with house().db.transaction(Scope(agent.department_id), plan_once=True) as transaction:
        return desk_state(transaction, agent.id, now=now)


def sign_of_life(now: datetime) -> SignOfLife:
    """Return what the desk that asks says of itself."""
    return SignOfLife(now, kept_there(), HEARD_EVERY * house().settings.clock_speed)


def _show_alive(agent: AgentSession, sign: SignOfLife) -> None:
    if sign.is_news_of(agent):
        note_desk_alive(house().db, agent.id, now=sign.at, kept=sign.kept if sign.kept != agent.kept else None)
