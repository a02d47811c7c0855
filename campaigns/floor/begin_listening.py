"""A supervisor begins to listen to an agent's call: her own leg is let in muted, whatever she wants next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.floor.supervision import Supervision
from campaigns.rules.refusals import Refusal
from campaigns.store.desk.agent_sessions import lock_agent_session
from campaigns.store.desk.listenings import note_listening
from campaigns.store.rights import may_tend_agents
from campaigns.store.session import EVERYTHING, Database, Session, enqueue
from campaigns.store.tables import AgentSession, Campaign, Listening, User

LEGS = ("browser", "phone")


@dataclass(frozen=True)
class ListeningWish:
    """Whom a supervisor wants to hear, how, and with which leg of her own."""

    agent_session_id: UUID
    mode: Supervision
    leg: str


def begin_listening(db: Database, user_id: UUID, wish: ListeningWish, *, now: datetime) -> UUID | Refusal:
    """Return the id of the listening; only a supervisor of the campaign's operator, only while the agent is on a call."""
    with db.transaction(EVERYTHING) as session:
        person = session.get(User, user_id)
        agent = lock_agent_session(session, wish.agent_session_id)
        campaign = session.get_one(Campaign, agent.campaign_id) if agent else None
        if person is None or agent is None or campaign is None or not may_tend_agents(person, campaign):
            return Refusal("agent_unknown", "Choose an agent of your own floor.")
        if agent.status is not AgentStatus.ON_CALL or agent.call_id is None:
            return Refusal("not_on_call", "She is not on a call now. Wait until her next call.")
        if wish.leg not in LEGS or (wish.leg == "phone" and not person.desk_phone):
            return Refusal("no_own_phone", "Your own telephone is not entered. Write its number under You listen with.")
        listening = _fresh(person, agent, campaign, wish, agent.call_id, at=now)
        if not note_listening(session, listening):
            return Refusal("listened_to", "Somebody listens to her already, or you listen to somebody. Leave first.")
        _ring(session, listening)
        return listening.id


def _fresh(
    person: User, agent: AgentSession, campaign: Campaign, wish: ListeningWish, call_id: UUID, *, at: datetime
) -> Listening:
    return Listening(
        id=uuid4(),
        department_id=campaign.department_id,
        campaign_id=campaign.id,
        user_id=person.id,
        agent_session_id=agent.id,
        call_id=call_id,
        leg=wish.leg,
        mode=Supervision.LISTEN,
        wanted=wish.mode,
        seen=campaign.agents_see_listening,
        began_at=at,
        heard_at=at,
    )


def _ring(session: Session, listening: Listening) -> None:
    if listening.leg == "phone":
        enqueue(session, "dial", "ring_listener_leg", listening.id)
