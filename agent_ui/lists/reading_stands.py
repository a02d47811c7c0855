"""Why the reading of a list does not go on: since when it waits, and whether any worker is at work on lists."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent_ui.house import house
from campaigns.rules.list_states import ListStatus
from campaigns.store.bells import somebody_works_on
from campaigns.store.lists.list_files import somebody_reads
from campaigns.store.lists.list_moves import columns_confirmed_at, import_begun_at
from campaigns.store.session import Session
from campaigns.store.tables import BeneficiaryList

SOON: Final = timedelta(seconds=20)  # an idle worker begins within a second


@dataclass(frozen=True)
class Standstill:
    """`begun`: it was being read, and nobody goes on. `others_first`: a worker lives, and does something else before."""

    since: datetime
    begun: bool
    others_first: bool


def standstill(session: Session, kept: BeneficiaryList) -> Standstill | None:
    """Return why nobody reads a list that is to be read; None where somebody does, or is about to."""
    begun = kept.status is ListStatus.IMPORTING
    since = import_begun_at(session, kept.id) if begun else columns_confirmed_at(session, kept.id)
    if since is None or house().now() - since < SOON or somebody_reads(session, kept.id):
        return None
    return Standstill(since, begun, somebody_works_on(house().redis, "ingest"))
