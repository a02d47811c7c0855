"""A floor whose agent hears of problems, with officers of three tiers, for tests of referrals."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.log_outcome import log_outcome
from campaigns.referrals.refer_problem import ReferralWish, refer_problem
from campaigns.referrals.tend_referral import tend_referral
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.referrals.referral_pages import problems_waiting, referrals_for
from campaigns.store.referrals.referrals import categories_of, save_usual_categories
from campaigns.store.referrals.waiting_referrals import late_problems
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Case, Referral, ReferralMove, User
from tests.flows.phones import Phones, told
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, Floor, given_areas, given_floor

LIMITS = Limits("sandbox", 100, timedelta(days=400))
TO_DO = (ReferralStatus.OPEN, ReferralStatus.TAKEN)


@dataclass
class Story:
    """A floor with one person of Pattan, one agent, officers of three tiers, and a carrier that behaves."""

    db: Database
    floor: Floor
    phones: Phones
    case_id: UUID
    desk_id: UUID
    officers: dict[str, User]

    def talk(self, outcome: Outcome, *, now: datetime, **answers: str) -> UUID:
        """Let the dialler ring her, the agent talk with her and log what came of it."""
        call_id = self.dial(now=now)
        self.tell(call_id, CallEvent.ANSWER, now=now)
        connect_answered_call(self.db, call_id, now=now, desk_silence=timedelta(days=400))
        self.log(call_id, outcome, now=now, **answers)
        return call_id

    def dial(self, *, now: datetime) -> UUID:
        (call_id,) = hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=now)
        place_call(self.db, call_id, telephony=self.phones, now=lambda: now)
        return call_id

    def tell(self, call_id: UUID, event: CallEvent, *, now: datetime, reason: EndReason | None = None) -> None:
        record_call_event(self.db, told(call_id, event, list(self.phones.calls)[-1], reason=reason, at=now), now=now)

    def log(self, call_id: UUID, outcome: Outcome, *, now: datetime, **answers: str) -> None:
        wish = OutcomeWish(uuid4().hex, call_id, outcome, answers=dict(answers))
        assert log_outcome(self.db, self.desk_id, wish, now=now) is None
        self.tell(call_id, CallEvent.END, now=now, reason=EndReason.COMPLETED)

    def refer(self, call_id: UUID, key: str = "one-key", *, problem: int = 0, now: datetime = NOW) -> Refusal | None:
        with self.db.transaction(EVERYTHING) as session:
            category = categories_of(session, self.floor.campaign.id)[problem]
        wish = ReferralWish(key, call_id, category.id, "The account ends in 4411, hers in 4471.")
        return refer_problem(self.db, self.desk_id, wish, now=now)

    def tend(self, who: str, event: ReferralEvent, note: str = "Mended.", *, now: datetime) -> Refusal | None:
        return tend_referral(self.db, self.officers[who], self.referral.id, event, note, now=now)

    @property
    def referral(self) -> Referral:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalars(select(Referral)).one()

    @property
    def case(self) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Case, self.case_id)

    def all_referrals(self) -> list[Referral]:
        with self.db.transaction(EVERYTHING) as session:
            return list(session.scalars(select(Referral).order_by(Referral.key)))

    def history(self) -> list[str]:
        with self.db.transaction(EVERYTHING) as session:
            moves = session.scalars(select(ReferralMove).order_by(ReferralMove.at)).all()
        return [f"{move.event or 'opened'} {move.tier}" for move in moves]

    def told(self, *, now: datetime) -> dict[str, int]:
        """How many problems the head of the page of each officer who could act counts, and the supervisor's floor."""
        with self.db.transaction(EVERYTHING) as session:
            heads = {
                who: problems_waiting(session, self.officers[who]) for who in ("pattan", "baramulla", "department")
            }
            return heads | {"supervisor": late_problems(session, self.floor.campaign.id, now=now)}

    def seen_by(self, who: str) -> int:
        with self.db.transaction(Scope(self.floor.department.id)) as session:
            return len(referrals_for(session, self.officers[who], list(ReferralStatus), None))


def given_story(db: Database) -> Story:
    """The floor, with nobody called yet."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        save_usual_categories(session, floor.campaign)
        case = floor.person(session, floor.list(session), PATTAN)
        desk = floor.desk(session, "shazia", AgentStatus.READY)
        officers = {
            name: floor.user(session, name, role, area_id=area)
            for name, role, area in (
                ("pattan", Role.PROGRAMME, PATTAN),
                ("sopore", Role.PROGRAMME, SOPORE),
                ("baramulla", Role.PROGRAMME, DISTRICT),
                ("department", Role.OFFICER, None),
            )
        }
    return Story(db, floor, Phones(), case.id, desk.id, officers)
