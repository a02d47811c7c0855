"""How predictive campaigns are paced now: written by the dialler when it changes, read by the floor page."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.pacing_fallback import Fallback
from campaigns.store.session import tell
from campaigns.store.tables import Campaign, CampaignPace


def campaign_pace(session: Session, campaign_id: UUID) -> CampaignPace | None:
    """Return how a campaign is paced; None where it never was predictive."""
    return session.get(CampaignPace, campaign_id)


def note_pace(
    session: Session, campaign: Campaign, because: Fallback | None, languages: Sequence[str], *, at: datetime
) -> None:
    """Keep why calls are not placed ahead in some languages (none named: in all), where that is new."""
    saving = insert(CampaignPace).values(
        department_id=campaign.department_id,
        campaign_id=campaign.id,
        because=because,
        languages=list(languages),
        since=at,
    )
    new = saving.excluded
    differs = or_(CampaignPace.because.is_distinct_from(new.because), CampaignPace.languages != new.languages)
    changes = {"because": new.because, "languages": new.languages, "since": new.since}
    saved = saving.on_conflict_do_update(index_elements=[CampaignPace.campaign_id], set_=changes, where=differs)
    if session.scalar(saved.returning(CampaignPace.campaign_id)) is not None:
        tell(session, f"floor:{campaign.id}")
