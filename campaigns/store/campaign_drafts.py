"""New campaigns: saved with the first version of their script."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from campaigns.store.tables import Campaign, ScriptVersion


def save_campaign(session: Session, campaign: Campaign, script: dict[str, Any], *, now: datetime) -> None:
    """Save a campaign and the script it begins with."""
    session.add(campaign)
    session.flush()
    first = ScriptVersion(
        department_id=campaign.department_id, campaign_id=campaign.id, version=1, document=script, created_at=now
    )
    session.add(first)
    session.flush()
    campaign.script_version_id = first.id
