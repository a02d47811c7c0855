"""One call between one person and one agent, told second by second, for stories of what goes wrong with it."""

from datetime import timedelta

from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_agent_leg import record_agent_leg
from campaigns.calls.record_call_event import record_call_event
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.campaign_states import CampaignEvent
from campaigns.rules.carrier.unanswered import Unanswered
from campaigns.set_up.move_campaign import move_campaign
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, Case
from campaigns.telephony.port import AgentLegTold, AnswerPlan
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE, given_areas, given_floor
from tests.given_upkeep import settle_quiet

LIMITS = Limits("sandbox", 100, timedelta(hours=1))
LEG = "CAleg"


class Trouble:
    """One person, one ready agent with a browser leg, and the call between them."""

    def __init__(self, db: Database) -> None:
        self.db, self.phones, self.unanswered = db, Phones(), Unanswered()
        seed_calling_hours(db)
        with db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor = given_floor(session)
            self.floor.person(session, self.floor.list(session))
            desk = self.floor.desk(session, "shazia", AgentStatus.READY, leg_call_id=LEG)
            desk.leg, self.desk_id = "browser", desk.id

    def intend(self) -> None:
        self.call_id = hand_out_calls(self.db, self.floor.campaign.id, LIMITS, now=NOW)[0]

    def place(self, *fails: Exception) -> None:
        self.phones.fails.extend(fails)  # type: ignore[arg-type]
        self.intend()
        place_call(self.db, self.call_id, telephony=self.phones, now=lambda: NOW)

    def tell(self, event: CallEvent, reason: EndReason | None = None, *, of: str = "", seconds: float = 0) -> None:
        carrier_call_id = of or next(iter(self.phones.calls))
        at = NOW + timedelta(seconds=seconds)
        record_call_event(self.db, told(self.call_id, event, carrier_call_id, reason=reason), now=at)

    def answer(self) -> AnswerPlan | None:
        self.tell(CallEvent.ANSWER)
        return connect_answered_call(self.db, self.call_id, now=NOW, desk_silence=SILENCE)

    def leg(self, *, up: bool, leg: str = LEG, seconds: float = 0) -> None:
        record_agent_leg(self.db, AgentLegTold(self.desk_id, leg, up), now=NOW + timedelta(seconds=seconds))

    def settle(self, seconds: float) -> None:
        at = NOW + timedelta(seconds=seconds)
        settle_quiet(self.db, self.phones, at, unanswered=self.unanswered)

    def jobs(self) -> list[tuple[str, str]]:
        queue = Queue("dial", connection=self.db.bells.redis, serializer=JSONSerializer)  # type: ignore[attr-defined]
        return [(job.func_name.rpartition(".")[2], job.args[0]) for job in queue.jobs]

    def move(self, event: CampaignEvent) -> None:
        assert move_campaign(self.db, EVERYTHING, self.floor.campaign.id, event, None, now=NOW) is None

    @property
    def call(self) -> Call:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Call, self.call_id)

    @property
    def case(self) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalars(select(Case)).one()

    @property
    def desk(self) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, self.desk_id)
