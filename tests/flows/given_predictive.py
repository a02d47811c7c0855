"""A predictive campaign to test on: agents in every state, calls that ring for nobody yet, and a day so far."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import FloorWatch, Limits, hand_out_calls
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.store.dialling.dial_decisions import decisions_since
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, CampaignPace, Case
from tests.given_floor import NOW, Floor, given_areas, given_floor

LIMITS = Limits("sandbox", 1000, timedelta(hours=1))


def given_predictive_floor(db: Database) -> Floor:
    """Set up a predictive campaign with a list and its calling hours, and without agents yet."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        session.get_one(Campaign, floor.campaign.id).mode = DialMode.PREDICTIVE
        floor.list(session)
    return floor


class PredictiveFloor:
    """A campaign in predictive mode, and short ways to fill its floor."""

    def __init__(self, db: Database) -> None:
        self.db, self.floor, self.desks = db, given_predictive_floor(db), 0

    def people(self, number: int, language: str | None = None, **more: Any) -> list[UUID]:
        with self.db.transaction(EVERYTHING) as session:
            people = [self.floor.person(session, self.floor.lists[0], language=language, **more) for _ in range(number)]
            return [case.id for case in people]

    def agents(
        self, number: int, status: AgentStatus = AgentStatus.READY, *, seconds: float = 30, **more: Any
    ) -> list[UUID]:
        """Agents since so many seconds in a status."""
        with self.db.transaction(EVERYTHING) as session:
            desks = []
            for _ in range(number):
                self.desks += 1
                name = f"agent{self.desks}"
                desks.append(self.floor.desk(session, name, status, minutes=seconds / 60, **{"languages": [], **more}))
            return [desk.id for desk in desks]

    def ringing(self, number: int, language: str | None = None, *, seconds: float = 10, **more: Any) -> list[UUID]:
        """Calls that have rung so long with no agent reserved."""
        cases = self.people(number, language, status=CaseStatus.IN_CALL)
        values = {"status": CallStatus.RINGING, "at": NOW - timedelta(seconds=seconds), **more}
        with self.db.transaction(EVERYTHING) as session:
            return [
                self.floor.call(session, session.get_one(Case, case_id), None, phone=_phone_of(case_id), **values).id
                for case_id in cases
            ]

    def day_so_far(self, answered: int, abandoned: int) -> None:
        """Calls of this morning that somebody answered; so many of them found nobody."""
        (case_id,) = self.people(1, status=CaseStatus.CLOSED)
        at = NOW - timedelta(hours=1)
        with self.db.transaction(EVERYTHING) as session:
            case = session.get_one(Case, case_id)
            for number in range(answered):
                lost = number < abandoned
                outcome = Outcome.ABANDONED if lost else Outcome.COMPLETED
                self.floor.call(
                    session, case, outcome, at=at, answered_at=at, ended_at=at, abandoned=lost, talking_at=None if lost else at
                )  # fmt: skip

    def dialled_before(self, answered: int, silent: int) -> None:
        """Calls of this morning from which the floor has learned how often people answer, and after how long."""
        (case_id,) = self.people(1, status=CaseStatus.CLOSED)
        at, rang = NOW - timedelta(hours=1), timedelta(seconds=32)
        with self.db.transaction(EVERYTHING) as session:
            case = session.get_one(Case, case_id)
            for after in (timedelta(seconds=10),) * answered:
                times = {"answered_at": at + after, "talking_at": at + after, "ended_at": at + after}
                self.floor.call(session, case, Outcome.COMPLETED, at=at, **times)
            for _ in range(silent):
                self.floor.call(session, case, Outcome.NO_ANSWER, at=at, ended_at=at + rang)

    def hand_out(self, *, at: float = 0, watch: FloorWatch | None = None, room: int = 1000) -> list[Call]:
        """Let the dialler look once, so many seconds from now."""
        limits = Limits(LIMITS.carrier, room, LIMITS.desk_silence)
        now = NOW + timedelta(seconds=at)
        ids = hand_out_calls(self.db, self.floor.campaign.id, limits, now=now, watch=watch)
        with self.db.transaction(EVERYTHING) as session:
            return list(session.scalars(select(Call).where(Call.id.in_(ids))))

    def change(self, **values: Any) -> None:
        with self.db.transaction(EVERYTHING) as session:
            campaign = session.get_one(Campaign, self.floor.campaign.id)
            for name, value in values.items():
                setattr(campaign, name, value)

    def desk(self, desk_id: UUID) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, desk_id)

    @property
    def pace(self) -> CampaignPace | None:
        with self.db.transaction(EVERYTHING) as session:
            return session.get(CampaignPace, self.floor.campaign.id)

    @property
    def decided(self) -> dict[str, int]:
        with self.db.transaction(EVERYTHING) as session:
            return {each.because: each.cases for each in decisions_since(session, self.floor.campaign.id, NOW)}


def _phone_of(case_id: UUID) -> str:
    return f"+91950{case_id.int % 10**7:07d}"
