"""Versions of a campaign's script; a version never changes once it is saved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus
from campaigns.store.tables import Call, Campaign, ScriptVersion, User


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


@dataclass(frozen=True)
class VersionLine:
    """A version of a script, who saved it, and how many calls follow it at this moment."""

    version: ScriptVersion
    saved_by: str | None
    calls: int


def script_versions(session: Session, campaign_id: UUID, *, limit: int) -> list[VersionLine]:
    """Return the versions of a campaign's script, newest first."""
    live = select(Call.script_version_id, func.count().label("calls")).where(
        Call.campaign_id == campaign_id, Call.status != CallStatus.ENDED
    )
    following = live.group_by(Call.script_version_id).subquery()
    lines = (
        select(ScriptVersion, User.name, func.coalesce(following.c.calls, 0))
        .outerjoin(User, User.id == ScriptVersion.saved_by)
        .outerjoin(following, following.c.script_version_id == ScriptVersion.id)
        .where(ScriptVersion.campaign_id == campaign_id)
        .order_by(ScriptVersion.version.desc())
        .limit(limit)
    )
    return [VersionLine(*row) for row in session.execute(lines)]


def script_version(session: Session, campaign_id: UUID, version_id: UUID) -> ScriptVersion | None:
    """Return a version of this campaign's script."""
    version = session.get(ScriptVersion, version_id)
    return version if version is not None and version.campaign_id == campaign_id else None


def script_document(session: Session, version_id: UUID) -> dict[str, Any] | None:
    """Return the document of one version."""
    return session.scalar(select(ScriptVersion.document).where(ScriptVersion.id == version_id))


def newest_script(session: Session, campaign_id: UUID) -> dict[str, Any] | None:
    """Return the document that the next call of a campaign will follow."""
    newest = select(ScriptVersion.document).join(Campaign, Campaign.script_version_id == ScriptVersion.id)
    return session.scalar(newest.where(Campaign.id == campaign_id))
