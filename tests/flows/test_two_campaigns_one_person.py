"""Two campaigns ring one person on two of her numbers: never at once, and never more often in a day than she may be."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import CampaignStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.verdicts import Verdict
from campaigns.shared.intending import intend, pair
from campaigns.store.calling.ready_queue import DueCase
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, BeneficiaryPhone, Call, Campaign, Case
from tests.flows.phones import Phones
from tests.given_floor import NOW, Floor, given_areas, given_floor

LIMITS = Limits("sandbox", 100, timedelta(hours=1))
PEOPLE = 8


@dataclass
class Two:
    """A pension and a housing campaign of one department, each with a case of everybody and agents enough."""

    db: Database
    pension: Floor
    housing: Floor

    def hand_out(self, floor: Floor) -> list[UUID]:
        return hand_out_calls(self.db, floor.campaign.id, LIMITS, now=NOW)

    def intend_blindly(self, floor: Floor) -> list[UUID]:
        """Intend a call for every case, as a claim does that looked at the queue a moment before the other's."""
        with self.db.transaction(EVERYTHING) as session:
            cases = session.scalars(select(Case).where(Case.campaign_id == floor.campaign.id))
            due = [DueCase(case, _number(session, case)) for case in cases]
            desks = session.scalars(select(AgentSession).where(AgentSession.campaign_id == floor.campaign.id))
            campaign = session.get_one(Campaign, floor.campaign.id)
            return list(intend(session, campaign, pair(desks, due), LIMITS, now=NOW))

    def sent(self, calls: Sequence[UUID]) -> Counter[UUID]:
        """How many of the calls have left, by person."""
        with self.db.transaction(EVERYTHING) as session:
            left = select(Case.beneficiary_id).join(Call).where(Call.id.in_(calls), Call.sent_at.is_not(None))
            return Counter(session.scalars(left))


def _number(session: Session, case: Case) -> str:
    number = BeneficiaryPhone.position == case.phone_position
    return session.scalars(
        select(BeneficiaryPhone.e164).where(BeneficiaryPhone.beneficiary_id == case.beneficiary_id, number)
    ).one()


@pytest.fixture
def two(db: Database) -> Two:
    """Both campaigns; housing has come to everybody's second number."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        pension = given_floor(session)
        pension.list(session)
        housing = Floor(pension.department, _another(session, pension.campaign), pension.operator)
        housing.list(session)
        for number in range(PEOPLE):
            case = pension.person(session, pension.lists[0])
            hers = {"department_id": case.department_id, "beneficiary_id": case.beneficiary_id}
            session.add(BeneficiaryPhone(**hers, position=1, e164=f"+91941977{number:04d}"))
            row = housing.row(session, housing.lists[0], Verdict.ACCEPTED, beneficiary_id=case.beneficiary_id)
            place = {"state_id": case.state_id, "district_id": case.district_id, "block_id": case.block_id}
            of = {"campaign_id": housing.campaign.id, "list_id": row.list_id, "list_row": row.row}
            session.add(Case(**hers, **of, **place, opened_at=NOW, due_at=NOW, phone_position=1))
            for floor in (pension, housing):
                floor.desk(session, f"{floor.campaign.slug}{number}", AgentStatus.READY)
    return Two(db, pension, housing)


def _another(session: Session, campaign: Campaign) -> Campaign:
    alike = ("department_id", "scheme_id", "operator_id", "mode", "region", "zone", "caller_id", "purpose")
    facts = {name: getattr(campaign, name) for name in (*alike, "lawful_basis", "retention_end", "languages")}
    other = Campaign(**facts, slug="housing", name="Housing", created_at=NOW, status=CampaignStatus.RUNNING)
    session.add(other)
    session.flush()
    return other


def test_who_is_called_by_one_campaign_is_not_rung_on_her_other_number_by_the_next(two: Two) -> None:
    assert len(two.hand_out(two.pension)) == PEOPLE
    assert two.hand_out(two.housing) == []
    with two.db.transaction(EVERYTHING) as session:
        held = session.scalars(select(Case.held_because).where(Case.campaign_id == two.housing.campaign.id)).all()
    assert set(held) == {"person_in_call"}


def test_calls_that_two_campaigns_intended_at_the_same_moment_ring_nobody_twice(two: Two) -> None:
    calls = two.hand_out(two.pension) + two.intend_blindly(two.housing)
    assert len(calls) == 2 * PEOPLE
    jobs = [*zip(calls[:PEOPLE], calls[PEOPLE:], strict=True)]
    phones = Phones()
    with ThreadPoolExecutor(8) as workers:
        alone = [id_ for both in jobs[:4] for id_ in both]
        together = [[ours for ours, _ in jobs[4:]], [theirs for _, theirs in jobs[4:]]]
        placing = [workers.submit(place_call, two.db, *ids, telephony=phones, now=lambda: NOW) for ids in together]
        placing += [workers.submit(place_call, two.db, id_, telephony=phones, now=lambda: NOW) for id_ in alone]
        for each in placing:
            each.result()
    assert set(two.sent(calls).values()) == {1}
    assert len(two.sent(calls)) == len(phones.dialled) == PEOPLE


def test_the_last_call_of_her_day_goes_to_one_of_two_campaigns(two: Two) -> None:
    with two.db.transaction(EVERYTHING) as session:
        for case in session.scalars(select(Case).where(Case.campaign_id == two.pension.campaign.id)):
            for hours in (1, 2):
                at, tried = NOW - timedelta(hours=hours), {"phone": "+919419090001"}
                two.pension.call(session, case, Outcome.NO_ANSWER, at=at, ended_at=at, **tried)
    calls = two.hand_out(two.pension)
    place_call(two.db, *calls, telephony=Phones(), now=lambda: NOW)
    with two.db.transaction(EVERYTHING) as session:
        for call in session.scalars(select(Call).where(Call.id.in_(calls))):
            call.status, call.outcome, call.ended_at = CallStatus.ENDED, Outcome.NO_ANSWER, NOW
    more = two.intend_blindly(two.housing)
    place_call(two.db, *more, telephony=Phones(), now=lambda: NOW)
    assert (len(more), two.sent(more)) == (PEOPLE, Counter())
    with two.db.transaction(EVERYTHING) as session:
        refused = session.scalars(select(Call.refused_because).where(Call.id.in_(more))).all()
    assert set(refused) == {"person_cap"}
