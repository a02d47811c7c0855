"""Lists whose rows stand on no tier yet, because nobody has approved them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext, ngettext

from agent_ui.house import house
from agent_ui.numbers import isolated, number
from campaigns.store.lists.lists import lists_that_wait
from campaigns.store.session import Scope
from campaigns.store.tables import Campaign


class WaitingList(NamedTuple):
    """A list that waits for approval."""

    id: UUID
    name: str
    rows: int

    @property
    def shown(self) -> str:
        """Return its name as it stands in a sentence, which may run the other way."""
        return isolated(self.name)


def waiting_lists(campaign: Campaign) -> list[WaitingList]:
    """Return the lists of a campaign that wait, the oldest first."""
    with house().db.transaction(Scope(campaign.department_id)) as session:
        return [
            WaitingList(one.id, one.filename, one.accepted + one.rejected + one.ignored)
            for one in lists_that_wait(session, campaign.id)
        ]


def waiting_in_words(waiting: Sequence[WaitingList], *, careful: bool) -> list[str]:
    """Say for a file which lists wait; `careful`: without their names and rows."""
    if not waiting:
        return []
    if careful:
        told = [gettext("A list of this campaign waits for approval.")]
    else:
        told = [
            ngettext(
                "%(rows)s row of %(list)s waits for approval.",
                "%(rows)s rows of %(list)s wait for approval.",
                one.rows,
                rows=number(one.rows),
                list=one.shown,
            )
            for one in waiting
        ]
    return [*told, gettext("Until then nobody is called because of it, and its rows do not stand here.")]
