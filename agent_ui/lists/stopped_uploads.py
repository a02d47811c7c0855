"""Uploads that are not whole yet, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from campaigns.rules.lists.uploads import GOING_ON, share
from campaigns.store.tables import Upload


@dataclass(frozen=True)
class StoppedUpload:
    """An upload: its file, how much of it is here, and whether somebody is still sending it."""

    id: UUID
    filename: str
    share: float
    going_on: bool


def stopped_uploads(uploads: Iterable[Upload], *, now: datetime) -> list[StoppedUpload]:
    """Return unfinished uploads as they are shown."""
    return [
        StoppedUpload(each.id, each.filename, share(each.received, each.size), now - each.heard_at < GOING_ON)
        for each in uploads
    ]
