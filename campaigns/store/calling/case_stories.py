"""The whole story of one case as the tables have it: who she is, every call, every plan, and what held her back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from campaigns.store.calling.cases import numbers_of_case
from campaigns.store.calling.planned_tries import holds_of_case, planned_tries
from campaigns.store.tables import (
    AgentSession,
    Area,
    Beneficiary,
    BeneficiaryList,
    Call,
    Campaign,
    Case,
    CaseHold,
    CaseMove,
    ListRow,
    LoggedOutcome,
    PlannedTry,
    User,
)

MOST_FOUND: Final = 20
LATEST_CALLS: Final = 40
LONGEST_ROW: Final = 8  # digits of a row number


@dataclass(frozen=True)
class CallTold:
    """One call of a case, with its agent and what she logged."""

    call: Call
    agent: str | None
    logged: LoggedOutcome | None


@dataclass(frozen=True)
class CaseStory:
    """Everything that is kept of a case."""

    case: Case
    person: Beneficiary
    list_name: str
    row: ListRow | None
    phones: Sequence[str]
    block: str | None
    district: str | None
    calls: Sequence[CallTold]
    moves: Sequence[CaseMove]
    plans: Sequence[PlannedTry]
    holds: Sequence[CaseHold]


def case_story(session: Session, campaign_id: UUID, case_id: UUID) -> CaseStory | None:
    """Return the story of a case of a campaign."""
    block, district = aliased(Area), aliased(Area)
    found = session.execute(
        select(Case, Beneficiary, BeneficiaryList.filename, ListRow, block.name, district.name)
        .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
        .join(BeneficiaryList, BeneficiaryList.id == Case.list_id)
        .outerjoin(ListRow, and_(ListRow.list_id == Case.list_id, ListRow.row == Case.list_row))
        .outerjoin(block, block.id == Case.block_id)
        .outerjoin(district, district.id == Case.district_id)
        .where(Case.id == case_id, Case.campaign_id == campaign_id)
    ).one_or_none()
    if found is None:
        return None
    case, person, list_name, row, block_name, district_name = found
    moves = select(CaseMove).where(CaseMove.case_id == case_id).order_by(CaseMove.at)
    return CaseStory(
        case,
        person,
        list_name,
        row,
        numbers_of_case(session, case),
        block_name,
        district_name,
        _calls(session, case_id),
        session.scalars(moves).all(),
        planned_tries(session, case_id),
        holds_of_case(session, case_id),
    )


def find_cases(session: Session, campaign: Campaign, written: str) -> Sequence[tuple[UUID, str, str, int]]:
    """Return the cases whose person has the scheme's id, or whose row has the number, that was written."""
    of_id = and_(Beneficiary.department_id == campaign.department_id, Beneficiary.scheme_person_id == written)
    found = _found(session, campaign, of_id)
    if written.isdecimal() and len(written) <= LONGEST_ROW:
        lists = select(BeneficiaryList.id).where(BeneficiaryList.campaign_id == campaign.id)
        found |= _found(session, campaign, and_(Case.list_id.in_(lists), Case.list_row == int(written)))
    return sorted(found, key=lambda one: (one[2], one[3]))


def latest_cases(session: Session, campaign_id: UUID) -> Sequence[tuple[UUID, str, datetime]]:
    """Return the cases of the campaign's last calls, the newest first, with when."""
    query = (
        select(Call.case_id, Beneficiary.name, Call.intended_at)
        .join(Case, Case.id == Call.case_id)
        .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
        .where(Call.campaign_id == campaign_id)
        .order_by(Call.intended_at.desc())
        .limit(LATEST_CALLS)
    )
    newest: dict[UUID, tuple[UUID, str, datetime]] = {}
    for case_id, name, at in session.execute(query):
        newest.setdefault(case_id, (case_id, name, at))
    return list(newest.values())[:MOST_FOUND]


def _found(session: Session, campaign: Campaign, fits: ColumnElement[bool]) -> set[tuple[UUID, str, str, int]]:
    query = (
        select(Case.id, Beneficiary.name, BeneficiaryList.filename, Case.list_row)
        .join(Beneficiary, Beneficiary.id == Case.beneficiary_id)
        .join(BeneficiaryList, BeneficiaryList.id == Case.list_id)
        .where(Case.campaign_id == campaign.id, fits)
        .limit(MOST_FOUND)
    )
    return {(id_, name, filename, row) for id_, name, filename, row in session.execute(query)}


def _calls(session: Session, case_id: UUID) -> Sequence[CallTold]:
    query = (
        select(Call, User.name, LoggedOutcome)
        .outerjoin(AgentSession, AgentSession.id == Call.agent_session_id)
        .outerjoin(User, User.id == AgentSession.user_id)
        .outerjoin(LoggedOutcome, LoggedOutcome.call_id == Call.id)
        .where(Call.case_id == case_id)
        .order_by(Call.intended_at)
    )
    return [CallTold(*row) for row in session.execute(query)]
