"""Reads the rows of an account: rows of lists with the case of each person and every dial made for her.

A million of them pass by, so words stay text as the tables hold them, and what is the same for many rows (the ending of
their facts, the names of their place) is worked out once.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, Text, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from campaigns.rules.accounts.account import Ended, ending_of
from campaigns.rules.accounts.drawn_account import AccountRow
from campaigns.rules.accounts.listed_totals import IN_ACCOUNT, ListTotals
from campaigns.rules.call_states import Direction
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.accounts.account_facts import Said, Told, calls_of, facts_of
from campaigns.store.accounts.account_places import PlaceNames
from campaigns.store.accounts.account_query import FACTS, LEFT, OWN_CASE, PLACE, TALKED_IN, joined
from campaigns.store.calling.shared_attempts import shared_attempts
from campaigns.store.streaming import streamed
from campaigns.store.tables import Beneficiary, BeneficiaryList, Call, Case, DrawnRow, ListRow

_first_list = aliased(BeneficiaryList)


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


def _calls() -> ScalarSelect[Any]:
    """Every dial that left for the carrier, and every call in, of the person whose case was opened from this row."""
    at, counts = func.coalesce(Call.sent_at, Call.intended_at), or_(LEFT, TALKED_IN)
    one = func.json_build_array(at, Call.direction, counts, Call.outcome, func.right(Call.phone, 4), Call.answered_by)
    return (
        select(func.json_agg(aggregate_order_by(one, at, Call.id)))
        .where(Call.case_id == Case.id, or_(LEFT, Call.direction == Direction.IN), OWN_CASE)
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
