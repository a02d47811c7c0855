"""Versions of a campaign's script; a version never changes once it is saved."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.store.tables import Campaign, ScriptVersion


def save_script_version(
    session: Session, campaign: Campaign, document: dict[str, Any], *, saved_by: UUID | None, now: datetime
) -> UUID:
    """Save the next version of a locked campaign's script and let the campaign point at it."""
    newest = select(func.max(ScriptVersion.version)).where(ScriptVersion.campaign_id == campaign.id)
    version = ScriptVersion(
        department_id=campaign.department_id,
        campaign_id=campaign.id,
        version=(session.scalar(newest) or 0) + 1,
        document=document,
        created_at=now,
        saved_by=saved_by,
    )
    session.add(version)
    session.flush()
    campaign.script_version_id = version.id
    return version.id


def script_document(session: Session, version_id: UUID) -> dict[str, Any] | None:
    """Return the document of one version."""
    return session.scalar(select(ScriptVersion.document).where(ScriptVersion.id == version_id))


def newest_script(session: Session, campaign_id: UUID) -> dict[str, Any] | None:
    """Return the document that the next call of a campaign will follow."""
    newest = select(ScriptVersion.document).join(Campaign, Campaign.script_version_id == ScriptVersion.id)
    return session.scalar(newest.where(Campaign.id == campaign_id))
