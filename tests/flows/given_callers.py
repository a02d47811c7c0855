"""A person who rings the campaign's number, told second by second, for stories of calls in."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.answer_call_in import answer_call_in
from campaigns.calls.end_call_in import end_call_in
from campaigns.calls.take_call_in import take_call_in
from campaigns.rules.agent_states import AgentStatus
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import AgentSession, Call, CallIn, Case
from campaigns.telephony.port import AnswerPlan, CallInTold
from tests.given_floor import NOW, SILENCE, Floor, given_areas, given_floor

NUMBER = "+911140000000"  # the campaign's
HERS = "+919419000077"
CARRIER = "sandbox"


@dataclass
class Story:
    """A floor with one person whose phone is HERS, and whoever else a test puts there."""

    db: Database
    floor: Floor
    case_id: UUID
    rings_made: list[str] = field(default_factory=list)

    def ring(
        self, *, seconds: float = 0, phone: str | None = HERS, number: str = NUMBER, again: str = ""
    ) -> AnswerPlan:
        """She rings; the carrier asks what to do. `again`: the same ring, told twice."""
        self.rings_made.append(again or f"CA{uuid4().hex}")
        told = CallInTold(self.rings_made[-1], number, phone)
        return take_call_in(self.db, told, carrier=CARRIER, now=at(seconds), desk_silence=SILENCE)

    def rang(self, *, seconds: float = 5) -> AnswerPlan | None:
        """It has rung for some time, and the carrier asks again."""
        call = self.own_call
        assert call is not None
        return answer_call_in(self.db, call.id, now=at(seconds), desk_silence=SILENCE)

    def hangs_up(self, *, seconds: float = 6) -> None:
        assert end_call_in(self.db, CARRIER, self.rings_made[-1], now=at(seconds))

    def desk(self, name: str, status: AgentStatus = AgentStatus.READY, *, minutes: float = 1, **more: object) -> UUID:
        with self.db.transaction(EVERYTHING) as session:
            return self.floor.desk(session, name, status, minutes=minutes, **more).id

    def agent(self, desk_id: UUID) -> AgentSession:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(AgentSession, desk_id)

    def jobs(self) -> list[tuple[str, str]]:
        queue = Queue("dial", connection=self.db.bells.redis, serializer=JSONSerializer)  # type: ignore[attr-defined]
        return [(job.func_name.rpartition(".")[2], job.args[0]) for job in queue.jobs]

    @property
    def case(self) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            return session.get_one(Case, self.case_id)

    @property
    def line(self) -> CallIn:
        """The last ring as it is kept."""
        with self.db.transaction(EVERYTHING) as session:
            return session.scalars(select(CallIn).where(CallIn.carrier_call_id == self.rings_made[-1])).one()

    @property
    def own_call(self) -> Call | None:
        """The call in of the last ring, in the account of her case."""
        call_id = self.line.call_id
        with self.db.transaction(EVERYTHING) as session:
            return session.get(Call, call_id) if call_id else None


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def given_story(db: Database, **case: object) -> Story:
    """A running campaign with one person who waits for her next try tomorrow; `case` are fields of hers."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        wish = {"due_at": NOW + timedelta(days=1), "attempts": 2, "language": "ks", **case}
        hers = floor.person(session, floor.list(session), phone=HERS, **wish)
        return Story(db, floor, hers.id)
