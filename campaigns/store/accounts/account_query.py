"""What every query of an account begins with: rows of lists, their people's cases and places, and what decides an ending."""

from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Text, and_, func, or_, type_coerce

from campaigns.rules.call_states import Direction
from campaigns.store.tables import Beneficiary, BeneficiaryList, Call, Case, DrawnRow, ListRow, ListSample

OWN_CASE = and_(Case.list_id == ListRow.list_id, Case.list_row == ListRow.row)
LEFT = Call.sent_at.is_not(None)
TALKED_IN = and_(Call.direction == Direction.IN, Call.talking_at.is_not(None))
_DRAWN = or_(ListSample.id.is_(None), DrawnRow.row.is_not(None))


def _place_id(level: Literal["state_id", "district_id", "block_id"]) -> ColumnElement[str]:
    """Where the person lives; of somebody who is not called, where her row says."""
    person, place = (ListRow.details[part][level].as_string() for part in ("person", "place"))
    return func.coalesce(getattr(Case, level), getattr(Beneficiary, level), person, place)


PLACE = (
    _place_id("state_id").label("state"),
    _place_id("district_id").label("district"),
    _place_id("block_id").label("block"),
)
FACTS: tuple[ColumnElement[Any], ...] = (  # in the order of `Said`
    type_coerce(ListRow.verdict, Text).label("verdict"),
    type_coerce(ListRow.reason, Text).label("reason"),
    type_coerce(Case.status, Text).label("case_status"),
    type_coerce(Case.outcome, Text).label("outcome"),
    Case.reached.label("reached"),
    OWN_CASE.label("own_case"),
    _DRAWN.label("drawn"),
)


def joined(query: Select[Any]) -> Select[Any]:
    """Lead a query from rows of lists to their lists, samples, people and cases."""
    return (
        query.select_from(ListRow)
        .join(BeneficiaryList, BeneficiaryList.id == ListRow.list_id)
        .outerjoin(ListSample, and_(ListSample.list_id == ListRow.list_id, ListSample.dropped_at.is_(None)))
        .outerjoin(DrawnRow, and_(DrawnRow.list_id == ListRow.list_id, DrawnRow.row == ListRow.row))
        .outerjoin(Beneficiary, Beneficiary.id == ListRow.beneficiary_id)
        .outerjoin(
            Case,
            and_(Case.campaign_id == BeneficiaryList.campaign_id, Case.beneficiary_id == ListRow.beneficiary_id),
        )
    )
