"""Who needs another language is rung next by an agent who speaks it, whether the one before has recognised it or not."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select, update

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.desk.log_outcome import log_outcome
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Campaign, Case, User
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, given_areas, given_floor

ALWAYS = timedelta(days=9)
LIMITS = Limits("sandbox", 100, ALWAYS)


class Village:
    """One person of whom no list says what she speaks, and agents with what they speak, the longest idle first."""

    def __init__(self, db: Database, campaign: Sequence[str], **agents: Sequence[str]) -> None:
        self.db, self.now = db, NOW
        seed_calling_hours(db)
        with db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor = given_floor(session)
            session.get_one(Campaign, self.floor.campaign.id).languages = list(campaign)
            self.case_id = self.floor.person(session, self.floor.list(session)).id
            for idle, (name, languages) in enumerate(agents.items()):
                desk = self.floor.desk(
                    session, name, AgentStatus.READY, minutes=9 - idle, languages=list(languages), heard_at=NOW + ALWAYS
                )
                session.get_one(User, desk.user_id).languages = list(languages)

    def talk(self, outcome: Outcome = Outcome.OTHER_LANGUAGE, heard: str | None = None) -> str | None:
        """Ring her as soon as she is due, and return which agent talked with her; None: nobody may."""
        self.now = max(self.now, self.case.due_at)
        if not (calls := hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=self.now)):
            return None
        phones = Phones()
        place_call(self.db, calls[0], telephony=phones, now=lambda: self.now)
        for event, reason in ((CallEvent.ANSWER, None), (CallEvent.END, EndReason.COMPLETED)):
            record_call_event(
                self.db, told(calls[0], event, next(iter(phones.calls)), reason=reason, at=self.now), now=self.now
            )
            connect_answered_call(self.db, calls[0], now=self.now, desk_silence=ALWAYS)
        with self.db.transaction(EVERYTHING) as session:
            desk = session.get_one(Call, calls[0]).agent_session_id
        assert desk is not None
        wish = OutcomeWish(uuid4().hex, calls[0], outcome, heard=heard)
        assert log_outcome(self.db, desk, wish, now=self.now) is None
        with self.db.transaction(EVERYTHING) as session:
            return session.scalar(select(User.sign_in).join(AgentSession).where(AgentSession.id == desk))

    @property
    def case(self) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Case, self.case_id)


def test_the_language_that_the_agent_has_recognised_decides_who_rings_next(db: Database) -> None:
    village = Village(db, ["ur", "ks", "doi"], asma=["ur"], bilal=["ur", "ks"], devika=["doi"])
    assert village.talk(heard="doi") == "asma"
    assert village.talk(Outcome.COMPLETED) == "devika"


def test_who_cannot_tell_leaves_her_to_agents_of_the_next_language_until_all_are_tried(db: Database) -> None:
    village = Village(db, ["ur", "ks", "pa", "doi"], asma=["ur"], bilal=["ur", "ks"], devika=["doi"])
    assert [village.talk(), village.talk(), village.talk()] == ["asma", "bilal", "devika"], "nobody speaks Punjabi"
    assert village.case.language == "doi", "no language is left: whoever spoke last tries once more"


def test_a_language_that_nobody_speaks_waits_for_somebody_who_does(db: Database) -> None:
    village = Village(db, ["ur", "ks"], asma=["ur"], bilal=["ks"])
    assert village.talk(heard="pa") == "asma"
    assert village.talk() is None
    with db.transaction(EVERYTHING) as session:
        session.execute(update(AgentSession).values(languages=["ks", "pa"]))
    assert village.talk(Outcome.COMPLETED) is not None
