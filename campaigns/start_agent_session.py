"""Opens an agent's desk on a campaign, or hands her the desk that she has."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.refusals import Refusal
from campaigns.store.agent_sessions import live_agent_session, lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database, enqueue, tell
from campaigns.store.tables import AgentSession, Campaign, User

LEGS = ("browser", "phone", "none")


def start_agent_session(db: Database, user_id: UUID, campaign_id: UUID, leg: str, *, now: datetime) -> UUID | Refusal:
    """Return the id of the user's one live desk.

    On the same campaign it is the desk she left (a reload, a second PC, a power cut), whatever its state; on
    another campaign the old desk is closed first, unless a call or an outcome is still open there.
    """
    if leg not in LEGS:
        return Refusal("leg_unknown", "Choose browser, phone or none.")
    with db.transaction(EVERYTHING) as session:
        user = session.get(User, user_id, with_for_update={"key_share": True})
        campaign = session.get(Campaign, campaign_id)
        if user is None or campaign is None or campaign.operator_id != user.operator_id:
            return Refusal("campaign_unknown", "Choose a campaign of your centre.")
        if leg == "phone" and not user.desk_phone:
            return Refusal("no_desk_phone", "Ask your supervisor to enter the number of your desk phone.")
        desk = live_agent_session(session, user_id)
        if desk is not None:
            locked = lock_agent_session(session, desk.id)
            if locked is not None and locked.campaign_id == campaign_id:
                locked.heard_at, locked.leg = now, leg
                tell(session, f"agent:{locked.id}")
                return locked.id
            if desk.call_id is not None:
                return Refusal("outcome_pending", "Log the outcome of your last call first.")
            move_agent(session, desk, AgentEvent.SIGN_OUT, at=now)
            session.flush()  # the old desk must be closed before the index lets the new one in
        fresh = AgentSession(
            user_id=user_id,
            campaign_id=campaign_id,
            department_id=campaign.department_id,
            status=AgentStatus.PAUSED,
            pause_reason=PauseReason.SIGNED_IN,
            since=now,
            leg=leg,
            languages=user.languages,
            started_at=now,
            heard_at=now,
        )
        session.add(fresh)
        session.flush()
        if leg == "phone":
            enqueue(session, "dial", "ring_agent_leg", fresh.id)
        tell(session, f"floor:{campaign_id}")
        return fresh.id
