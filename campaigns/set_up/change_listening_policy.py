"""A department decides whether agents see that a supervisor is in their call; either way it is audited."""

from datetime import datetime
from uuid import UUID

from campaigns.store.access_traces import note_access
from campaigns.store.campaigns import lock_campaign
from campaigns.store.session import Database, Scope, tell
from campaigns.store.tables import AccessTrace


def change_listening_policy(
    db: Database, scope: Scope, campaign_id: UUID, user_id: UUID, *, seen: bool, now: datetime
) -> None:
    """Hold for listenings that begin from now on; who changed it is kept."""
    with db.transaction(scope) as session:
        campaign = lock_campaign(session, campaign_id)
        if campaign is None or campaign.agents_see_listening is seen:
            return
        campaign.agents_see_listening = seen
        subject = {"campaign_id": str(campaign_id), "agents_see_listening": seen}
        facts = {"department_id": campaign.department_id, "user_id": user_id}
        note_access(session, AccessTrace(at=now, action="listening_policy_changed", subject=subject, **facts))
        tell(session, f"floor:{campaign_id}")
