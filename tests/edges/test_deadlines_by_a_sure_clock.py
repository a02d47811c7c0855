"""While the carrier does not confirm what time it is, nothing is done that hangs on it and that nobody can take back."""

import threading
from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import func, select

from campaigns.house import House
from campaigns.reports.begin_delivery import DeliveryWish, begin_delivery
from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.call_states import CallStatus
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.referrals.tiers import Tier
from campaigns.rules.reports.deliveries import Every, Way
from campaigns.rules.roles import Role
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Call, Referral, ReportDelivery, Upload
from campaigns.telephony.failures import NotSent
from campaigns.telephony.port import CallSnapshot
from config import Settings
from tests.flows.given_referrals import given_story
from tests.given_floor import DISTRICT, NOW
from tests.given_house import HouseOnMonday
from workers import jobs, upkeep

DAY = timedelta(days=1)


class Office:
    """A floor on which much is due, with a carrier in memory whose clock can be another."""

    def __init__(self, db: Database, redis: Redis) -> None:
        settings = replace(Settings("unused", "unused", "s" * 32), clock_speed=1000.0)
        self.story = given_story(db)
        self.db, self.phones = db, self.story.phones
        self.house: House = HouseOnMonday(settings, db, redis, self.phones)
        self.reports = Queue("reports", connection=redis, serializer=JSONSerializer)

    def upkeep_looks_once(self) -> None:
        stop = threading.Event()

        def leads_for_one_look() -> bool:
            stop.set()
            return True

        upkeep.run(self.house, leads_for_one_look, stop)

    def done(self) -> dict[str, bool]:
        """Of what was due, what upkeep has done."""
        with self.db.transaction(EVERYTHING) as session:
            return {
                "risen": session.scalars(select(Referral.tier)).one() == Tier.DISTRICT,
                "sent": any(job.func_name.endswith("send_reports") for job in self.reports.jobs),
                "cleared": session.scalar(select(func.count()).select_from(Upload)) == 0,
                "given up": session.get_one(Call, self.unlogged).outcome is Outcome.NOT_LOGGED,
                "hung up": self.phones.ended == ["CAorphan"],
            }

    def everything_is_due(self) -> None:
        """A late problem, a report, a stopped upload, an outcome that nobody logs, and a stray call."""
        assert self.story.refer(self.story.talk(Outcome.COMPLETED, now=NOW)) is None
        floor, old = self.story.floor, NOW - 8 * DAY
        with self.db.transaction(EVERYTHING) as session:
            session.scalars(select(Referral)).one().due_at = old
            admin = floor.user(session, "anjum", Role.ADMIN).id
            desk = floor.desk(session, "bilal", AgentStatus.PAUSED, minutes=60, heard_at=NOW - timedelta(hours=1))
            case = floor.person(session, floor.lists[0], status=CaseStatus.IN_CALL)
            call = floor.call(session, case, None, agent_session_id=desk.id, answered_at=old, talking_at=old)
            self.unlogged = desk.call_id = call.id
            of = {"campaign_id": floor.campaign.id, "department_id": floor.department.id, "user_id": admin}
            session.add(Upload(filename="old.csv", size=9, mark="old", begun_at=old, heard_at=old, **of))
        wish = DeliveryWish(
            floor.campaign.id, DISTRICT, Way.FOLDER, "office", Every.DAY, time(7), way_open=True, language="ur"
        )
        assert isinstance(begin_delivery(self.db, wish, admin, now=old), UUID)
        self.phones.calls["CAorphan"] = CallSnapshot("CAorphan", "+919419055555", CallStatus.RINGING, None, old, None)

    def report_waits(self) -> bool:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalars(select(ReportDelivery.due_at)).one() < NOW


def test_row_34_upkeep_does_nothing_for_good_before_the_carrier_says_that_it_is_this_late(
    db: Database, redis: Redis
) -> None:
    office = Office(db, redis)
    office.everything_is_due()
    for office.phones.clock_ahead, office.phones.away in ((-3 * DAY.total_seconds(), None), (0.0, NotSent("away"))):
        office.upkeep_looks_once()
        assert set(office.done().values()) == {False}, office.done()
        jobs.open_with(office.house)
        jobs.send_reports()  # the bell was rung before the clock jumped
        assert office.report_waits()
    office.phones.away = None
    office.upkeep_looks_once()
    assert set(office.done().values()) == {True}, office.done()
