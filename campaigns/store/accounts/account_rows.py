"""Reads the rows of an account: rows of lists with the case of each person and every dial made for her.

A million of them pass by, so words stay text as the tables hold them, and what is the same for many rows (the ending of
their facts, the names of their place) is worked out once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, Text, and_, case, func, or_, select, type_coerce
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from campaigns.rules.accounts.account import Ended, RowFacts, ending_of
from campaigns.rules.accounts.drawn_account import AccountRow, Place
from campaigns.rules.accounts.listed_totals import IN_ACCOUNT, ListTotals
from campaigns.rules.call_states import Direction
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.accounts.account_facts import Said, Told, calls_of, facts_of
from campaigns.store.accounts.account_places import PlaceNames
from campaigns.store.calling.shared_attempts import shared_attempts, shared_dials
from campaigns.store.streaming import streamed
from campaigns.store.tables import Beneficiary, BeneficiaryList, Call, Case, DrawnRow, ListRow, ListSample

_first_list = aliased(BeneficiaryList)
OWN_CASE = and_(Case.list_id == ListRow.list_id, Case.list_row == ListRow.row)
_LEFT = Call.sent_at.is_not(None)
_TALKED_IN = and_(Call.direction == Direction.IN, Call.talking_at.is_not(None))
_BITS: Final = {outcome: 1 << at for at, outcome in enumerate(Outcome)}  # a set of outcomes that needs no sorting
_BIT = case({outcome.value: bit for outcome, bit in _BITS.items()}, value=type_coerce(Call.outcome, Text))
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
        select(Call.case_id, func.count().filter(_LEFT).label("dials"), func.bit_or(_BIT).label("tried"))
        .where(Call.campaign_id == campaign_id, or_(_LEFT, _TALKED_IN))
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


class AccountRows:
    """Streams the rows of lists in flat memory."""

    def __init__(self, session: Session, places: PlaceNames) -> None:
        """Keep what is the same for many rows."""
        self._session, self._places = session, places
        self._endings: dict[tuple[ListStatus, Said, int, frozenset[str]], tuple[Ended, Outcome | None]] = {}

    def of_list(self, one: ListTotals) -> Iterator[AccountRow]:
        """Give every row of a list in the order of its file."""
        if one.status not in IN_ACCOUNT:
            return
        query = (
            joined(select(*PLACE, *FACTS, *_CELLS))
            .outerjoin(_first_list, _first_list.id == Case.list_id)
            .where(ListRow.list_id == one.id)
            .order_by(ListRow.row)
        )
        for row in streamed(self._session, query):
            yield self._row(one, row)

    def _row(self, one: ListTotals, row: Sequence[Any]) -> AccountRow:
        state, district, block, *told = row
        said, cells = Said._make(told[: len(FACTS)]), _Cells._make(told[len(FACTS) :])
        dials, calls_in, tried = calls_of(cells.calls or (), cells.shared or ())
        ended, counted_as = self._ended(one.status, said, len(dials), tried)
        own = said.case_status is not None and said.own_case
        return AccountRow(
            one.id,
            one.filename,
            cells.row,
            cells.her_id,
            self._places.place((state, district, block)),
            cells.phone_end or "",
            ended,
            same_as=_same_as(one, said, cells),
            callback_at=cells.due_at if own and said.case_status == CaseStatus.CALLBACK else None,
            counted_as=counted_as,
            attempts=dials,
            weight=cells.weight if own else None,
            stratum=cells.stratum or "",
            calls_in=calls_in,
        )

    def _ended(self, status: ListStatus, said: Said, dials: int, tried: frozenset[str]) -> tuple[Ended, Outcome | None]:
        key = (status, said, dials, tried)
        if key not in self._endings:
            facts = facts_of(status, said, dials, tried)
            counted = facts.case.counted_as if facts.case is not None and facts.own_case else None
            self._endings[key] = ending_of(facts), counted
        return self._endings[key]


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


def _calls() -> ScalarSelect[Any]:
    """Every dial that left for the carrier, and every call in, of the person whose case was opened from this row."""
    at, counts = func.coalesce(Call.sent_at, Call.intended_at), or_(_LEFT, _TALKED_IN)
    one = func.json_build_array(at, Call.direction, counts, Call.outcome, func.right(Call.phone, 4), Call.answered_by)
    return (
        select(func.json_agg(aggregate_order_by(one, at, Call.id)))
        .where(Call.case_id == Case.id, or_(_LEFT, Call.direction == Direction.IN), OWN_CASE)
        .correlate(Case, ListRow)
        .scalar_subquery()
    )


class _Cells(NamedTuple):
    """What else is read of a row."""

    row: int
    phone_end: str | None
    first_row: str | None  # of the same file, in which the same person stands
    her_id: str | None  # in her scheme
    due_at: datetime | None
    weight: Decimal | None
    stratum: str | None
    called_by: str | None  # the row by which she is called, as `file.csv:12`
    calls: Sequence[Told] | None
    shared: Sequence[Told] | None  # calls to her phone for another of the house


_CELLS: tuple[ColumnElement[Any], ...] = (  # in the order of `_Cells`
    ListRow.row.expression,
    func.right(ListRow.phones[1], 4),
    ListRow.details["same_as_row"].as_string(),
    Beneficiary.scheme_person_id.expression,
    Case.due_at.expression,
    Case.weight.expression,
    DrawnRow.stratum.expression,
    _first_list.filename + ":" + func.cast(Case.list_row, Text),
    _calls(),
    shared_attempts(OWN_CASE),
)


def _same_as(one: ListTotals, said: Said, cells: _Cells) -> str:
    """Name the row by which the same person is called, as `file.csv:12`."""
    if said.case_status is not None and not said.own_case:
        return cells.called_by or ""
    return f"{one.filename}:{cells.first_row}" if cells.first_row else ""
