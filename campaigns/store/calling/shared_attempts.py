"""Calls to a shared phone that were made for one of the house and counted for others too: an attempt on each of them.

Nobody answered these calls, so they were nobody's talk; shared_phones.serve_sharers has noted for whom they counted.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, ScalarSelect, Subquery, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from campaigns.rules.case_states import CaseEvent
from campaigns.store.tables import Call, Case, CaseMove, ListRow, PlannedTry

_LEFT = Call.sent_at.is_not(None)


def shared_attempts(own_case: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Return the calls that counted for the person of a row beside her own, as JSON; a column of a query on cases."""
    one = func.json_build_array(
        Call.sent_at,
        Call.direction,
        False,  # noqa: FBT003 - a cell, not a switch
        Call.outcome,
        func.right(Call.phone, 4),
        None,  # nobody picked up
    )
    counted = select(PlannedTry.call_id).where(PlannedTry.case_id == Case.id).correlate(Case)
    closed = select(CaseMove.call_id).where(CaseMove.case_id == Case.id, *_CLOSING).correlate(Case)
    return (
        select(func.json_agg(aggregate_order_by(one, Call.sent_at, Call.id)))
        .where(Call.id.in_(counted.union(closed)), Call.case_id != Case.id, _LEFT, own_case)
        .correlate(Case, ListRow)
        .scalar_subquery()
    )


def shared_dials(campaign_id: UUID) -> Subquery:
    """Return by `case_id` how many such calls (`number`) counted for each person of a campaign."""
    rung = _of_campaign(campaign_id).subquery()
    return select(rung.c.case_id, func.count().label("number")).group_by(rung.c.case_id).subquery()


_CLOSING = (CaseMove.event == CaseEvent.CLOSE, CaseMove.call_id.is_not(None))


def _of_campaign(campaign_id: UUID) -> CompoundSelect[UUID, UUID]:
    mine = (Call.campaign_id == campaign_id, _LEFT)
    planned = select(PlannedTry.case_id, Call.id).join(Call, Call.id == PlannedTry.call_id)
    closed = select(CaseMove.case_id, Call.id).join(Call, Call.id == CaseMove.call_id)
    return planned.where(Call.case_id != PlannedTry.case_id, *mine).union(
        closed.where(Call.case_id != CaseMove.case_id, *_CLOSING, *mine)
    )
