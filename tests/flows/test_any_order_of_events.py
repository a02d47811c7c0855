"""Whatever happens in whatever order: never outside hours, never above a cap, never two live calls on a phone."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import may_call
from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.reports.tiers import count_tier
from campaigns.shared.drawing import drawn_account
from campaigns.store.calling.calling_rules import rules_of_case, save_outage
from campaigns.store.calling.cases import move_case
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import (
    AreaOutage,
    BeneficiaryList,
    BeneficiaryPhone,
    Call,
    Campaign,
    Case,
    CaseMove,
    OptOut,
)
from campaigns.store.totals.case_totals import whole_cells
from campaigns.store.totals.counting_anew import campaigns_counted_wrong
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, PATTAN, SOPORE, given_areas, given_floor

TALES = count(1)
LIMITS = Limits("sandbox", 10_000, timedelta(days=3650))
ZONES = st.sampled_from(["Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Europe/London"])
ENDS = st.sampled_from(
    [EndReason.NO_ANSWER, EndReason.BUSY, EndReason.UNREACHABLE, EndReason.CONGESTION, EndReason.REJECTED]
)
MINUTES = st.sampled_from([0, 3, 21, 26, 70, 200, 400, 1_000])
STEPS = st.lists(
    st.one_of(
        *(st.tuples(st.just("turn"), st.tuples(MINUTES, ENDS, st.integers(0, 3))) for _ in range(6)),
        st.tuples(st.just("promise"), st.integers(0, 5)),
        st.tuples(st.just("outage"), st.integers(10, 300)),
        st.tuples(st.just("opt_out"), st.integers(0, 2)),
        st.tuples(st.just("move"), st.integers(0, 5)),
        st.tuples(st.just("jump"), st.sampled_from([-400, -90, -5, 5, 90])),
    ),
    min_size=10,
    max_size=20,
)


class Story:
    """Two departments whose campaigns share three phones, and a clock that goes on and, now and then, jumps."""

    def __init__(self, db: Database, zone: str, *, learned: bool) -> None:
        self.db, self.now, self.phones = db, NOW, Phones()
        tale, self.campaigns = next(TALES), list[UUID]()
        self.numbers = [f"+9194{tale:04}000{number}" for number in (0, 1, 9)]
        self.placed, self.silenced = list[UUID](), set[str]()
        with db.transaction(EVERYTHING) as session:
            session.execute(delete(AreaOutage))
            for scheme in ("pension", "housing"):
                floor = given_floor(session, f"{scheme}{tale}")
                floor.campaign.zone, floor.campaign.learned_hours = zone, learned
                people: BeneficiaryList = floor.list(session)
                for number in range(3):
                    block, phone = (PATTAN, SOPORE)[number % 2], self.numbers[number % 2]
                    case = floor.person(session, people, block, phone=phone)
                    owner = {"department_id": case.department_id, "beneficiary_id": case.beneficiary_id}
                    session.add(BeneficiaryPhone(**owner, position=1, e164=self.numbers[2]))
                for seat in range(2):
                    name = f"{scheme}{tale}-{seat}"
                    floor.desk(session, name, AgentStatus.READY, heard_at=NOW + timedelta(days=365))
                self.campaigns.append(floor.campaign.id)

    def turn(self, what: tuple[int, EndReason, int]) -> None:
        """Time goes on, everybody is rung who may be, and some of the calls end."""
        minutes, reason, ends = what
        self.now += timedelta(minutes=minutes)
        for campaign_id in self.campaigns:
            for call_id in hand_out_calls(self.db, campaign_id, LIMITS, now=self.now):
                place_call(self.db, call_id, telephony=self.phones, now=lambda: self.now)
                self.placed.append(call_id)
                self.check_dial(call_id)
        for _ in range(ends):
            self.end(reason)

    def end(self, reason: EndReason) -> None:
        with self.db.transaction(EVERYTHING) as session:
            live = session.scalars(
                select(Call)
                .where(Call.campaign_id.in_(self.campaigns), Call.status != CallStatus.ENDED)
                .order_by(Call.intended_at)
            ).first()
        if live is not None and live.carrier_call_id:
            happened = max(self.now, live.sent_at or self.now)  # by the carrier's clock, which is right
            event = told(live.id, CallEvent.END, live.carrier_call_id, reason=reason, at=happened)
            record_call_event(self.db, event, now=self.now)

    def promise(self, number: int) -> None:
        with self.db.transaction(EVERYTHING) as session:
            case = _nth_case(session, self.campaigns, number)
            waits = case.status in (CaseStatus.WAITING, CaseStatus.CALLBACK)
            if waits and move_case(session, case, CaseEvent.BOOK, at=self.now):
                case.priority, case.due_at = 0, self.now

    def outage(self, minutes: int) -> None:
        with self.db.transaction(EVERYTHING) as session:
            ends = self.now + timedelta(minutes=minutes)
            cut = {
                "area_id": PATTAN,
                "begins_at": self.now + timedelta(seconds=1),
                "ends_at": ends,
                "noted_at": self.now,
            }
            save_outage(session, AreaOutage(**cut, name="cut", source="order"))

    def opt_out(self, number: int) -> None:
        """The number asks everybody never to call again."""
        phone = self.numbers[number]
        if phone in self.silenced:
            return
        with self.db.transaction(EVERYTHING) as session:
            campaign = session.get_one(Campaign, self.campaigns[0])
            reach = {"department_id": campaign.department_id, "scope": OptOutScope.EVERYWHERE}
            session.add(OptOut(**reach, e164=phone, source=OptOutSource.OFFICE, at=self.now))
        self.silenced.add(phone)

    def move(self, number: int) -> None:
        """A list says that somebody lives in the other block."""
        with self.db.transaction(EVERYTHING) as session:
            case = _nth_case(session, self.campaigns, number)
            case.block_id = SOPORE if case.block_id == PATTAN else PATTAN

    def jump(self, minutes: int) -> None:
        """Somebody sets the clock, forth or back."""
        self.now += timedelta(minutes=minutes)

    def check_dial(self, call_id: UUID) -> None:
        """Judge a call at the moment at which it left, or did not."""
        with self.db.transaction(EVERYTHING) as session:
            call = session.get_one(Call, call_id)
            if call.sent_at is None:
                return
            campaign, case = session.get_one(Campaign, call.campaign_id), session.get_one(Case, call.case_id)
            rules = rules_of_case(session, campaign, case, now=call.sent_at)
            assert may_call(rules, now=call.sent_at) is None, "outside hours, or into an outage"
            rings_until = call.sent_at + timedelta(seconds=campaign.ring_seconds)
            assert may_call(rules, now=rings_until) is None, "rings when the hours are over"
            assert call.phone not in self.silenced, "asked never to be called again"

    def check(self) -> None:
        with self.db.transaction(EVERYTHING) as session:
            calls = session.scalars(
                select(Call).where(Call.campaign_id.in_(self.campaigns), Call.sent_at.is_not(None))
            ).all()
            live = Counter(call.phone for call in calls if call.status is not CallStatus.ENDED)
            assert all(count == 1 for count in live.values()), "two live calls on a phone"
            ordered = sorted(calls, key=lambda call: self.placed.index(call.id))
            within_caps(session, [call for call in ordered if call.outcome != "technical"])
            assert campaigns_counted_wrong(session) == set(), "totals and cases differ"
            for campaign_id in self.campaigns:
                counted = count_tier(one.cases for one in whole_cells(session, campaign_id, None))
                account = drawn_account(session, campaign_id, now=self.now)
                assert account is not None
                assert +counted.people == Counter(account.whole.people), "tiers and account differ"


def _nth_case(session: Session, campaigns: list[UUID], number: int) -> Case:
    return session.scalars(
        select(Case).where(Case.campaign_id.in_(campaigns)).order_by(Case.id).offset(number).limit(1)
    ).one()


def within_caps(session: Session, calls: list[Call]) -> None:
    """Calls that were no promise keep to the caps of the phone, whoever else rang it before them."""
    caps, promised = Caps(), _promised(session)
    zone = ZoneInfo(session.get_one(Campaign, calls[0].campaign_id).zone) if calls else None
    for place, call in enumerate(calls):
        if call.id in promised:
            continue
        before = [one for one in calls[:place] if one.phone == call.phone]
        today = [one for one in before if _sent(one).astimezone(zone).date() == _sent(call).astimezone(zone).date()]
        assert len(today) < caps.calls_per_phone, "above the cap of a day"
        assert all(_sent(call) - _sent(one) >= caps.gap for one in before), "rung again within the gap"


def _promised(session: Session) -> set[UUID]:
    claims = select(CaseMove.call_id).where(CaseMove.event == CaseEvent.CLAIM, CaseMove.before == CaseStatus.CALLBACK)
    return {call_id for call_id in session.scalars(claims) if call_id}


def _sent(call: Call) -> datetime:
    assert call.sent_at is not None
    return call.sent_at


@pytest.fixture
def rules_and_places(db: Database) -> None:
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)


@pytest.mark.usefixtures("rules_and_places")
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(zone=ZONES, steps=STEPS, learned=st.booleans())
def test_no_order_of_events_breaks_a_rule(
    db: Database, zone: str, steps: list[tuple[str, object]], learned: bool
) -> None:
    story = Story(db, zone, learned=learned)
    for step, what in steps:
        getattr(story, step)(what)
    story.check()
