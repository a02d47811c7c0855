"""The campaigns that dial over one carrier, with what each has and wants: for sharing the carrier's lines."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.carrier.fair_shares import Wish
from campaigns.rules.pacing import LINES_PER_AGENT
from campaigns.store.tables import AgentSession, Call, Campaign


def dialling_campaigns(session: Session, carrier: str) -> list[Wish]:
    """Return the running campaigns; each may want a call for every ready agent, a predictive one several."""
    live = (
        select(Call.campaign_id, func.count().label("calls"))
        .where(Call.carrier == carrier, Call.status != CallStatus.ENDED)
        .group_by(Call.campaign_id)
        .subquery()
    )
    desks = (
        select(
            AgentSession.campaign_id,
            func.count().label("agents"),
            func.count().filter(AgentSession.status == AgentStatus.READY).label("ready"),
        )
        .where(AgentSession.status.in_([AgentStatus.READY, AgentStatus.ON_CALL, AgentStatus.WRAP_UP]))
        .group_by(AgentSession.campaign_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Campaign.id,
            Campaign.mode,
            Campaign.share,
            func.coalesce(live.c.calls, 0),
            func.coalesce(desks.c.agents, 0),
            func.coalesce(desks.c.ready, 0),
        )
        .outerjoin(live, live.c.campaign_id == Campaign.id)
        .outerjoin(desks, desks.c.campaign_id == Campaign.id)
        .where(Campaign.status == CampaignStatus.RUNNING)
        .order_by(Campaign.created_at, Campaign.id)
    )
    return [
        Wish(campaign_id, max(share, 1), calls, agents * LINES_PER_AGENT if mode is DialMode.PREDICTIVE else ready)
        for campaign_id, mode, share, calls, agents, ready in rows
    ]
