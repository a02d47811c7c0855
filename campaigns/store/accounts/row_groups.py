"""Counts the rows of an account by the facts that decide their ending: a campaign's millions are few such groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Text, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import RowFacts
from campaigns.rules.accounts.drawn_account import Place
from campaigns.rules.accounts.listed_totals import IN_ACCOUNT
from campaigns.rules.outcomes import Outcome
from campaigns.store.accounts.account_facts import Said, facts_of
from campaigns.store.accounts.account_places import PlaceNames
from campaigns.store.accounts.account_query import FACTS, LEFT, PLACE, TALKED_IN, joined
from campaigns.store.calling.shared_attempts import shared_dials
from campaigns.store.tables import BeneficiaryList, Call, Case, ListRow

_BITS: Final = {outcome: 1 << at for at, outcome in enumerate(Outcome)}  # a set of outcomes that needs no sorting
_BIT = case({outcome.value: bit for outcome, bit in _BITS.items()}, value=type_coerce(Call.outcome, Text))


@dataclass(frozen=True)
class GroupOfRows:
    """How many rows of one list and place have just these facts."""

    list_id: UUID
    place: Place
    facts: RowFacts
    number: int


def groups_of_rows(session: Session, campaign_id: UUID, places: PlaceNames) -> Iterator[GroupOfRows]:
    """Return the rows of all lists counted by the facts that decide their ending, per list and place."""
    tried = (
        select(Call.case_id, func.count().filter(LEFT).label("dials"), func.bit_or(_BIT).label("tried"))
        .where(Call.campaign_id == campaign_id, or_(LEFT, TALKED_IN))
        .group_by(Call.case_id)
        .subquery()
    )
    shared = shared_dials(campaign_id)
    dials = func.coalesce(tried.c.dials, 0) + func.coalesce(shared.c.number, 0)
    keys = (ListRow.list_id, BeneficiaryList.status, *PLACE, *FACTS, dials.label("dials"), tried.c.tried)
    query = (
        joined(select(*keys, func.count()))
        .outerjoin(tried, tried.c.case_id == Case.id)
        .outerjoin(shared, shared.c.case_id == Case.id)
        .where(BeneficiaryList.campaign_id == campaign_id, BeneficiaryList.status.in_(IN_ACCOUNT))
        .group_by(*keys)
    )
    for list_id, status, state, district, block, *said, dialled, bits, number in session.execute(query):
        facts = facts_of(status, Said(*said), dialled, [one for one, bit in _BITS.items() if bit & (bits or 0)])
        yield GroupOfRows(list_id, places.place((state, district, block)), facts, number)
