"""Asks for a rehearsal of a campaign, which a worker then carries out; one at a time for each campaign."""

from datetime import datetime
from uuid import UUID, uuid4

from campaigns.rules.refusals import CAMPAIGN_GONE, Refusal
from campaigns.rules.rehearsal.plan import RehearsalPlan, plan_refusal
from campaigns.rules.rehearsal_states import RehearsalKind, RehearsalStatus
from campaigns.store.campaigns import lock_campaign
from campaigns.store.rehearsal.rehearsals import is_rehearsed_now, save_rehearsal
from campaigns.store.session import Database, Scope, enqueue
from campaigns.store.tables import Rehearsal


def ask_for_rehearsal(
    db: Database, scope: Scope, campaign_id: UUID, plan: RehearsalPlan, user_id: UUID | None, *, now: datetime
) -> UUID | Refusal:
    """Return the id of the rehearsal that was asked for."""
    if refusal := plan_refusal(plan):
        return refusal
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None:
            return CAMPAIGN_GONE
        if is_rehearsed_now(session, campaign_id):
            return Refusal("rehearsed_now", "This campaign is being rehearsed already: wait for that to end.")
        asked = Rehearsal(
            id=uuid4(),
            department_id=campaign.department_id,
            campaign_id=campaign.id,
            kind=RehearsalKind.ASKED,
            status=RehearsalStatus.WAITING,
            plan=plan.as_json(),
            asked_at=now,
            asked_by=user_id,
            tries=0,
            share_done=0.0,
        )
        save_rehearsal(session, asked)
        enqueue(session, "reports", "rehearse_campaign", asked.id)
        return asked.id
