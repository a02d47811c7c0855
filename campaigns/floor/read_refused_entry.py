"""Somebody who runs the floor has looked at what an agent gave and could not be taken; it need not be shown again."""

from datetime import datetime
from uuid import UUID

from campaigns.store.access_traces import note_access
from campaigns.store.desk.desk_entries import note_entry_read
from campaigns.store.session import Database, Scope, tell
from campaigns.store.tables import AccessTrace, Campaign


def read_refused_entry(db: Database, campaign: Campaign, key: str, user_id: UUID, *, now: datetime) -> None:
    """Note it, and who has; twice is once, and an entry of another campaign stays as it is."""
    with db.transaction(Scope(campaign.department_id)) as session:
        if not note_entry_read(session, key, campaign.id, at=now):
            return
        subject = {"campaign_id": str(campaign.id), "entry": key}
        trace = AccessTrace(
            at=now, user_id=user_id, department_id=campaign.department_id, action="refused_entry_read", subject=subject
        )
        note_access(session, trace)
        tell(session, f"floor:{campaign.id}")
