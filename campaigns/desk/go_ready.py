"""An agent goes ready: the next call connects by itself, at once where somebody has answered and waits."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus
from campaigns.rules.refusals import DESK_UNKNOWN, OUTCOME_PENDING, Refusal
from campaigns.shared.joining import take_who_waits
from campaigns.shared.practised import languages_to_work
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign, User


def go_ready(db: Database, session_id: UUID, *, now: datetime) -> Refusal | None:
    """Make a paused agent ready; already ready or beyond is success.

    A new version of the script asks for new practice; what she has passed meanwhile opens more languages to her.
    """
    with db.transaction(EVERYTHING) as session:
        agent = lock_agent_session(session, session_id)
        if agent is None or agent.status is AgentStatus.SIGNED_OUT:
            return DESK_UNKNOWN
        if agent.call_id is not None and agent.status is AgentStatus.PAUSED:
            return OUTCOME_PENDING
        if not agent.has_leg:
            return Refusal("leg_not_up", "Wait until your headset or desk phone is connected.")
        if agent.status is AgentStatus.PAUSED:
            languages = languages_to_work(
                session, session.get_one(User, agent.user_id), session.get_one(Campaign, agent.campaign_id)
            )
            if isinstance(languages, Refusal):
                return languages
            agent.languages = languages
        agent.heard_at, agent.next_pause = now, None
        if move_agent(session, agent, AgentEvent.GO_READY, at=now):
            take_who_waits(session, agent, at=now)
        return None
