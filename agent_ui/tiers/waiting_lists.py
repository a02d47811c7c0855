"""Lists whose rows stand on no tier yet, because nobody has approved them."""

from typing import NamedTuple
from uuid import UUID

from agent_ui.house import house
from agent_ui.numbers import isolated
from campaigns.store.lists import lists_that_wait
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign


class WaitingList(NamedTuple):
    """A list that waits for approval, as a sentence tells of it."""

    id: UUID
    name: str
    rows: int


def waiting_lists(campaign: Campaign) -> list[WaitingList]:
    """Return the lists of a campaign that wait, the oldest first."""
    with house().db.transaction(Scope(campaign.department_id)) as session:
        return [
            WaitingList(one.id, isolated(one.filename), one.accepted + one.rejected + one.ignored)
            for one in lists_that_wait(session, campaign.id)
        ]
