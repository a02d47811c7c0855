"""Counts how often the people of a campaign were called who ended unreachable, from their calls themselves."""

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaigns.rules.accounts.account import Ending
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.reports.tiers import stand_of
from campaigns.store.calling.shared_attempts import shared_dials
from campaigns.store.tables import Call, Case


def called_in_vain(session: Session, campaign_id: UUID) -> Counter[int]:
    """Return how many people of a campaign ended unreachable, by how often they were called; it goes through all its cases."""
    hers = (
        select(Call.case_id, func.count().label("number"))
        .where(Call.campaign_id == campaign_id, Call.sent_at.is_not(None))
        .group_by(Call.case_id)
        .subquery()
    )
    shared = shared_dials(campaign_id)
    dials = func.coalesce(hers.c.number, 0) + func.coalesce(shared.c.number, 0)
    ways = (Case.outcome, Case.said_most, Case.reached, dials)
    query = (
        select(*ways, func.count())
        .outerjoin(hers, hers.c.case_id == Case.id)
        .outerjoin(shared, shared.c.case_id == Case.id)
        .where(Case.campaign_id == campaign_id, Case.status == CaseStatus.CLOSED)
        .group_by(*ways)
    )
    found = Counter[int]()
    for outcome, said_most, reached, often, number in session.execute(query):
        if stand_of(CaseStatus.CLOSED, outcome, said_most, reached=reached, withdrawn=False)[0] is Ending.UNREACHABLE:
            found[often] += number
    return found
