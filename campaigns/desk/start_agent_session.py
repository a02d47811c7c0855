"""Opens an agent's desk on a campaign, or hands her the desk that she has."""

from datetime import datetime
from uuid import UUID

from campaigns.rules.agent_states import AgentEvent, AgentStatus, PauseReason
from campaigns.rules.refusals import NO_DESK_PHONE, NOT_OF_YOUR_CENTRE, OUTCOME_PENDING, Refusal
from campaigns.rules.roles import Role
from campaigns.shared.practised import languages_to_work
from campaigns.store.desk.agent_sessions import lock_agent_session, move_agent, take_due_pause
from campaigns.store.desk.open_desks import live_agent_session
from campaigns.store.session import EVERYTHING, Database, Session, enqueue, tell
from campaigns.store.tables import AgentSession, Campaign, User

LEGS = ("browser", "phone", "none")


def start_agent_session(db: Database, user_id: UUID, campaign_id: UUID, leg: str, *, now: datetime) -> UUID | Refusal:
    """Return the id of the user's one live desk.

    On the same campaign it is the desk she left (a reload, a second PC, a power cut), whatever its state; on
    another campaign the old desk is closed first, unless a call or an outcome is still open there. A new desk takes the
    languages in which she has passed the campaign's practice.
    """
    if leg not in LEGS:
        return Refusal("leg_unknown", "Choose browser, phone or none.")
    with db.transaction(EVERYTHING) as session:
        user = session.get(User, user_id, with_for_update={"key_share": True})
        campaign = session.get(Campaign, campaign_id)
        if user is None or campaign is None or not _is_hers(user, campaign):
            return NOT_OF_YOUR_CENTRE
        if leg == "phone" and not user.desk_phone:
            return NO_DESK_PHONE
        desk = _desk_of(session, user_id)
        if desk is not None and desk.campaign_id == campaign_id:
            _take_up_again(session, desk, leg, now=now)
            return desk.id
        languages = _may_sit_down(session, user, campaign, desk)
        if isinstance(languages, Refusal):
            return languages
        if desk is not None:
            move_agent(session, desk, AgentEvent.SIGN_OUT, at=now)
            session.flush()  # the old desk must be closed before the index lets the new one in
        return _sit_down(session, user, campaign, leg, languages, now=now)


def _is_hers(user: User, campaign: Campaign) -> bool:
    is_agent = user.role is Role.AGENT and user.active  # she may have been given another role a moment ago
    return is_agent and user.operator_id is not None and campaign.operator_id == user.operator_id


def _desk_of(session: Session, user_id: UUID) -> AgentSession | None:
    seen = live_agent_session(session, user_id)
    desk = lock_agent_session(session, seen.id) if seen else None
    return desk if desk is not None and desk.status is not AgentStatus.SIGNED_OUT else None


def _may_sit_down(session: Session, user: User, campaign: Campaign, desk: AgentSession | None) -> list[str] | Refusal:
    """Return the languages in which she may take calls there, unless her old desk still owes something."""
    if desk is not None and desk.call_id is not None:
        return OUTCOME_PENDING
    return languages_to_work(session, user, campaign)


def _sit_down(
    session: Session, user: User, campaign: Campaign, leg: str, languages: list[str], *, now: datetime
) -> UUID:
    fresh = AgentSession(
        user_id=user.id,
        campaign_id=campaign.id,
        department_id=campaign.department_id,
        status=AgentStatus.PAUSED,
        pause_reason=PauseReason.SIGNED_IN,
        since=now,
        leg=leg,
        languages=languages,
        started_at=now,
        heard_at=now,
    )
    session.add(fresh)
    session.flush()
    if leg == "phone":
        enqueue(session, "dial", "ring_agent_leg", fresh.id)
    tell(session, f"floor:{campaign.id}")
    return fresh.id


def _take_up_again(session: Session, desk: AgentSession, leg: str, *, now: datetime) -> None:
    """Go on at the desk that she left; another way of hearing replaces the old one, and a fallen phone rings again."""
    if leg != desk.leg:
        if desk.leg_call_id:
            enqueue(session, "dial", "end_carrier_call", desk.leg_call_id)
        desk.leg, desk.leg_call_id = leg, None
    desk.heard_at = now
    if leg == "phone" and desk.leg_call_id is None:
        enqueue(session, "dial", "ring_agent_leg", desk.id)
    take_due_pause(session, desk, at=now)
    tell(session, f"agent:{desk.id}")
