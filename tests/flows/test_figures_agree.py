"""Floor, account and the plain SQL file count the same, and totals add up, whatever has happened in whatever order."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from campaigns.accounts.draw_account import draw_account
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.log_outcome import log_outcome
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.accounts.account import Ended, Ending
from campaigns.rules.accounts.drawn_account import Account
from campaigns.rules.accounts.response_rates import Disposition, disposition_of
from campaigns.rules.call_states import CallEvent, CallStatus, EndReason
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import OUTCOMES, Outcome, OutcomeWish
from campaigns.rules.verdicts import Reason, Verdict
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import BeneficiaryList, Call, Campaign, Case, Department, Operator
from tests.flows.counted_figures import SQL, assert_figures_agree
from tests.flows.phones import told
from tests.flows.test_any_order_of_events import ENDS, MINUTES, Story, rules_and_places  # noqa: F401 - fixture
from tests.flows.test_shared_phones import House, house  # noqa: F401 - fixture
from tests.given_floor import NOW, Floor

SAID = st.sampled_from(
    [Outcome.COMPLETED, Outcome.REFUSED, Outcome.WRONG_NUMBER, Outcome.NOT_AVAILABLE, Outcome.OTHER_LANGUAGE,
     Outcome.DIED, Outcome.CUT_OFF, Outcome.OPT_OUT]
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("turn"), st.tuples(MINUTES, ENDS, st.integers(0, 3))),
        st.tuples(st.just("turn"), st.tuples(MINUTES, ENDS, st.integers(0, 3))),
        st.tuples(st.just("talk"), st.tuples(SAID, st.sampled_from([None, True, False]))),
        st.tuples(st.just("talk"), st.tuples(SAID, st.sampled_from([None, True, False]))),
        st.tuples(st.just("promise"), st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.integers(0, 1)),
        st.tuples(st.just("second_list"), st.none()),
    ),
    min_size=6,
    max_size=14,
)


class Told(Story):
    """The story of two campaigns in which people talk, lists are withdrawn, and figures are looked at all along."""

    def talk(self, what: tuple[Outcome, bool | None]) -> None:
        """Somebody answers and talks with an agent, who says what came of it."""
        outcome, confirmed = what
        with self.db.transaction(EVERYTHING) as session:
            ringing = select(Call).where(Call.campaign_id.in_(self.campaigns), Call.status != CallStatus.ENDED)
            call = session.scalars(ringing.order_by(Call.intended_at)).first()
            if call is None or call.carrier_call_id is None:
                return
            call.confirmed = confirmed
        for event in (CallEvent.ANSWER, CallEvent.END):
            record_call_event(
                self.db, told(call.id, event, call.carrier_call_id, reason=self.ends(event)), now=self.now
            )
            if event is CallEvent.ANSWER:
                connect_answered_call(self.db, call.id, now=self.now, desk_silence=timedelta(days=3650))
                self.check_figures()
        with self.db.transaction(EVERYTHING) as session:
            agent = session.get_one(Call, call.id).agent_session_id
        if agent is not None:
            log_outcome(self.db, agent, OutcomeWish(uuid4().hex, call.id, outcome), now=self.now)

    def withdraw(self, which: int) -> None:
        """The department takes back the first list of a campaign."""
        with self.db.transaction(EVERYTHING) as session:
            campaign = session.get_one(Campaign, self.campaigns[which])
            first = session.scalars(select(BeneficiaryList).where(BeneficiaryList.campaign_id == campaign.id)).first()
        assert first is not None
        withdraw_list(self.db, Scope(campaign.department_id), first.id, user_id=None, now=self.now)

    def second_list(self, _: None) -> None:
        """A list of the first campaign that names somebody again, and has rows that cannot be called."""
        with self.db.transaction(EVERYTHING) as session:
            campaign = session.get_one(Campaign, self.campaigns[0])
            known = session.scalars(select(Case).where(Case.campaign_id == campaign.id)).first()
            assert known is not None
            department, operator = (
                session.get_one(kind, id_)
                for kind, id_ in ((Department, campaign.department_id), (Operator, campaign.operator_id))
            )
            floor = Floor(department, campaign, operator)
            again = floor.list(session, f"again-{uuid4().hex[:6]}.csv", ListStatus.APPROVED)
            floor.row(session, again, Verdict.ACCEPTED, beneficiary_id=known.beneficiary_id)
            floor.row(
                session,
                again,
                Verdict.REJECTED,
                Reason.PHONE_MISSING,
                details={"place": {"district_id": "district:623"}},
            )
            floor.row(session, again, Verdict.REJECTED, Reason.DUPLICATE_IN_CAMPAIGN)
            floor.row(session, again, Verdict.IGNORED, Reason.NOT_A_RECORD)

    def check_figures(self) -> None:
        for campaign_id in self.campaigns:
            assert_figures_agree(self.db, campaign_id, now=self.now)

    @staticmethod
    def ends(event: CallEvent) -> EndReason | None:
        return EndReason.COMPLETED if event is CallEvent.END else None


@pytest.mark.usefixtures("rules_and_places")
@settings(
    max_examples=6, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(steps=STEPS)
def test_figures_agree_after_any_story(db: Database, steps: list[tuple[str, object]]) -> None:
    story = Told(db, "Asia/Kolkata", learned=False)
    for step, what in steps:
        getattr(story, step)(what)
    story.check_figures()


def test_a_call_to_a_shared_phone_is_an_attempt_on_everyone_of_the_house(house: House) -> None:  # noqa: F811
    with house.db.transaction(EVERYTHING) as session:
        session.get_one(Campaign, house.floor.campaign.id).max_attempts = 2
    house.ring(EndReason.NO_ANSWER)
    house.ring(EndReason.BUSY, minutes=26 * 60)
    account = assert_figures_agree(house.db, house.floor.campaign.id, now=NOW + timedelta(days=2))
    assert account.whole.ended == {Ended(Ending.UNREACHABLE, "2"): 3}
    with draw_account(house.db, EVERYTHING, house.floor.campaign.id, now=NOW) as drawn:
        assert isinstance(drawn, Account)
        results = [[one.result for one in row.attempts] for row in drawn.rows]
    assert results == [["no_answer", "busy"]] * 3


def test_the_plain_file_knows_every_outcome_as_the_rules_have_it() -> None:
    written = re.findall(r"\('(\w+)', (\d), (true|false), (true|false)\)", SQL.read_text())
    standing = {one: place for place, one in enumerate(Disposition, start=1)}
    assert {
        Outcome(word): (int(place), closes == "true", reaches == "true") for word, place, closes, reaches in written
    } == {
        outcome: (standing[disposition_of(outcome)], rule.effect.value == "close", rule.reached)
        for outcome, rule in OUTCOMES.items()
    }
