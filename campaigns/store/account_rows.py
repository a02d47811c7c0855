"""Reads the rows of an account: rows of lists with the case of each person and every dial made for her."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, SQLColumnExpression, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from campaigns.rules.account import CaseFacts, RowFacts, ending_of
from campaigns.rules.call_states import Direction
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.drawn_account import AccountRow, Attempt, Place
from campaigns.rules.outcomes import Outcome
from campaigns.store.tables import Area, Beneficiary, BeneficiaryList, Call, Case, DrawnRow, ListRow, ListSample

STILL_OPEN = "in_call"  # the result of a dial whose end is not known yet
_district, _block, _first_list = aliased(Area), aliased(Area), aliased(BeneficiaryList)
_OWN_CASE = and_(Case.list_id == ListRow.list_id, Case.list_row == ListRow.row)
_TALKED_IN = and_(Call.direction == Direction.IN, Call.talking_at.is_not(None))
_DRAWN = or_(ListSample.id.is_(None), DrawnRow.row.is_not(None))


def _place_id(level: Literal["district_id", "block_id"]) -> ColumnElement[str]:
    """Where the person lives; of somebody who is not called, where her row says."""
    person, place = (ListRow.details[part][level].as_string() for part in ("person", "place"))
    return func.coalesce(getattr(Case, level), getattr(Beneficiary, level), person, place)


_DISTRICT_ID, _BLOCK_ID = _place_id("district_id"), _place_id("block_id")
_FACTS: tuple[ColumnElement[Any], ...] = (
    BeneficiaryList.status.label("list_status"),
    ListRow.verdict.expression,
    ListRow.reason.expression,
    Case.status.label("case_status"),
    Case.outcome.label("outcome"),
    Case.reached.label("reached"),
    _OWN_CASE.label("own_case"),
    _DRAWN.label("drawn"),
    _DISTRICT_ID.label("district_id"),
    _district.name.label("district"),
    _BLOCK_ID.label("block_id"),
    _block.name.label("block"),
)


@dataclass(frozen=True)
class GroupOfRows:
    """How many rows of one list and place have just these facts."""

    list_id: UUID
    place: Place
    facts: RowFacts
    number: int


def groups_of_rows(session: Session, campaign_id: UUID) -> Iterator[GroupOfRows]:
    """Return the rows of all lists counted by the facts that decide their ending, per list, district and block."""
    left, outcomes = Call.sent_at.is_not(None), func.array_agg(Call.outcome.distinct())
    tried = (
        select(Call.case_id, func.count().filter(left).label("dials"), outcomes.label("tried"))
        .where(Call.campaign_id == campaign_id, or_(left, _TALKED_IN))
        .group_by(Call.case_id)
        .subquery()
    )
    keys = (ListRow.list_id, *_FACTS, tried.c.dials, tried.c.tried)
    query = (
        _joined(select(*keys, func.count().label("number")))
        .outerjoin(tried, tried.c.case_id == Case.id)
        .where(BeneficiaryList.campaign_id == campaign_id)
        .group_by(*keys)
    )
    for row in session.execute(query):
        facts = _facts(row, row.dials or 0, row.tried or ())
        yield GroupOfRows(row.list_id, _place(row), facts, row.number)


def account_rows(session: Session, list_id: UUID) -> Iterator[AccountRow]:
    """Stream every row of a list in the order of its file; a server-side cursor keeps memory flat."""
    query = (
        _joined(
            select(
                *_FACTS,
                ListRow.list_id,
                ListRow.row,
                ListRow.phones,
                ListRow.details,
                BeneficiaryList.filename,
                Beneficiary.scheme_person_id,
                Case.list_row.label("case_row"),
                Case.due_at,
                Case.weight,
                DrawnRow.stratum,
                _first_list.filename.label("case_filename"),
                _calls(Call.sent_at, Call.sent_at.is_not(None)).label("dials"),
                _calls(Call.intended_at, Call.direction == Direction.IN).label("calls_in"),
            )
        )
        .outerjoin(_first_list, _first_list.id == Case.list_id)
        .where(ListRow.list_id == list_id)
        .order_by(ListRow.row)
        .execution_options(yield_per=1000)
    )
    for row in session.execute(query):
        yield _account_row(row)


def _joined(query: Select[Any]) -> Select[Any]:
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
        .outerjoin(_district, _district.id == _DISTRICT_ID)
        .outerjoin(_block, _block.id == _BLOCK_ID)
    )


def _calls(at: SQLColumnExpression[Any], which: ColumnElement[bool]) -> ScalarSelect[Any]:
    """Every dial that left for the carrier, or every call in, of the person whose case was opened from this row."""
    one = func.json_build_array(at, Call.outcome, func.right(Call.phone, 4))
    return (
        select(func.json_agg(aggregate_order_by(one, at)))
        .where(Call.case_id == Case.id, which, _OWN_CASE)
        .correlate(Case, ListRow)
        .scalar_subquery()
    )


def _account_row(row: Row[Any]) -> AccountRow:
    dials, calls_in = row.dials or (), row.calls_in or ()
    talks = [outcome for _, outcome, _ in calls_in if outcome != Outcome.PROMISED]
    facts = _facts(row, len(dials), [outcome for _, outcome, _ in dials] + talks)
    own = facts.case is not None and facts.own_case
    return AccountRow(
        list_id=row.list_id,
        filename=row.filename,
        row=row.row,
        scheme_person_id=row.scheme_person_id,
        place=_place(row),
        phone_end=row.phones[0][-4:] if row.phones else "",
        ended=ending_of(facts),
        same_as=_same_as(row, facts),
        callback_at=row.due_at if own and row.case_status is CaseStatus.CALLBACK else None,
        counted_as=facts.case.counted_as if facts.case is not None and own else None,
        attempts=_attempts(dials),
        calls_in=_attempts(calls_in),
        weight=row.weight if own else None,
        stratum=row.stratum or "",
    )


def _attempts(calls: Iterable[tuple[str, str | None, str]]) -> tuple[Attempt, ...]:
    return tuple(Attempt(datetime.fromisoformat(at), outcome or STILL_OPEN, end) for at, outcome, end in calls)


def _facts(row: Row[Any], dials: int, results: Iterable[str | None]) -> RowFacts:
    hers = None
    if row.case_status is not None:
        tried = frozenset(Outcome(one) for one in results if one)
        hers = CaseFacts(row.case_status, row.outcome, dials, tried, reached=row.reached)
    return RowFacts(row.list_status, row.verdict, row.reason, hers, own_case=bool(row.own_case), drawn=row.drawn)


def _place(row: Row[Any]) -> Place:
    return Place(row.district_id, row.district, row.block_id, row.block)


def _same_as(row: Row[Any], facts: RowFacts) -> str:
    """Name the row by which the same person is called, as `file.csv:12`."""
    if facts.case is not None and not facts.own_case:
        return f"{row.case_filename}:{row.case_row}"
    first = row.details.get("same_as_row")
    return f"{row.filename}:{first}" if first else ""
