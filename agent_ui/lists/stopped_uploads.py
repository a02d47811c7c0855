"""The uploads of a campaign that are not whole yet, as its pages show them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.uploads import GOING_ON, share
from campaigns.store.session import Session
from campaigns.store.uploads import unfinished_uploads


@dataclass(frozen=True)
class StoppedUpload:
    """An upload: its file, how much of it is here, and whether somebody is still sending it."""

    id: UUID
    filename: str
    share: float
    going_on: bool


def stopped_uploads(session: Session, campaign_id: UUID, *, now: datetime) -> list[StoppedUpload]:
    """Return a campaign's unfinished uploads, the last heard of first."""
    return [
        StoppedUpload(each.id, each.filename, share(each.received, each.size), now - each.heard_at < GOING_ON)
        for each in unfinished_uploads(session, campaign_id)
    ]
