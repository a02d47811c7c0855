"""Counts the rows of lists that have no case of their own by place and ending, from the rows themselves."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, not_, or_, select
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ended, ending_of
from campaigns.store.accounts.account_facts import Said, facts_of
from campaigns.store.accounts.account_query import FACTS, OWN_CASE, PLACE, joined
from campaigns.store.tables import BeneficiaryList, Case, ListRow


class RowsAlike(NamedTuple):
    """Rows of a list that live in one area, the deepest known (empty: none is), and ended alike."""

    area_id: str
    list_id: UUID
    ended: Ended


def uncalled_groups(session: Session, lists: Collection[UUID]) -> dict[RowsAlike, int]:
    """Return how many rows of some lists stand alike; it goes through all their rows."""
    if not lists:
        return {}
    state, district, block = PLACE
    deepest = func.coalesce(block, district, state, "")
    query = (
        joined(select(ListRow.list_id, BeneficiaryList.status, deepest, *FACTS, func.count()))
        .where(ListRow.list_id.in_(lists), or_(Case.id.is_(None), not_(OWN_CASE)))
        .group_by(ListRow.list_id, BeneficiaryList.status, deepest, *FACTS)
    )
    found: dict[RowsAlike, int] = {}
    for list_id, status, area, *said, number in session.execute(query):
        key = RowsAlike(area, list_id, ending_of(facts_of(status, Said(*said), 0, ())))
        found[key] = found.get(key, 0) + number
    return found
