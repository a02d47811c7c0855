"""A centre to test desks in: the pension campaign with its script, an agent, and phones in memory."""

import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from redis import Redis
from sqlalchemy import func, select

from agent_ui.app import create_app
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.calls.connect_answered_call import connect_answered_call
from campaigns.calls.hand_out_calls import Limits, hand_out_calls
from campaigns.calls.place_call import place_call
from campaigns.calls.record_call_event import record_call_event
from campaigns.house import House
from campaigns.rules.call_states import CallEvent, EndReason
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.roles import Role
from campaigns.set_up.save_script import save_script
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Beneficiary, Campaign, Case
from config import Settings
from tests.flows.phones import Phones, told
from tests.given_floor import NOW, SILENCE, given_areas, given_floor

PASSWORD = "walnut-trees-in-october"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # nobody guesses at it here
NAME = "Ghulam Nabi Bhat"
PENSION = json.loads(
    (Path(__file__).parents[1] / "workers" / "demo" / "old_age_pension_check.json").read_text(encoding="utf-8")
)
AGREED = {"identity": "self", "purpose": "yes", "safety": "yes"}


class Centre:
    """A floor with the pension campaign and its pages; the phones are in memory."""

    def __init__(self, db: Database, redis: Redis, settings: Settings) -> None:
        self.db, self.settings, self.phones = db, settings, Phones()
        seed_calling_hours(db)
        with db.transaction(EVERYTHING) as session:
            given_areas(session)
            self.floor = given_floor(session)
        self.person("shazia")
        version = save_script(db, Scope(self.floor.department.id), self.floor.campaign.id, PENSION, now=NOW)
        assert isinstance(version, UUID)
        self.version = version
        self.app = create_app(settings, built=House(settings, db, redis, self.phones))

    def person(self, sign_in: str, role: Role = Role.AGENT) -> None:
        with self.db.transaction(EVERYTHING) as session:
            self.floor.user(session, sign_in, role, password_hash=HASH, languages=["ur", "hi"])

    def somebody_to_call(self) -> Case:
        with self.db.transaction(EVERYTHING) as session:
            case = self.floor.person(session, self.floor.list(session), language="ur")
            her = session.get_one(Beneficiary, case.beneficiary_id)
            her.name, her.village = NAME, "Palhallan"
            return case

    def dial(self, mode: DialMode | None = None) -> UUID:
        with self.db.transaction(EVERYTHING) as session:
            session.get_one(Campaign, self.floor.campaign.id).mode = mode or DialMode.PROGRESSIVE
        limits = Limits("sandbox", 100, timedelta(minutes=10))
        # A desk that speaks with the house at this moment is passed over, as the dialler passes it over, until next time.
        tries = (hand_out_calls(self.db, self.floor.campaign.id, limits, now=NOW) for _ in range(200))
        (call_id,) = next(filter(None, tries))
        if mode is not DialMode.PREVIEW:
            place_call(self.db, call_id, telephony=self.phones, now=lambda: NOW)
        return call_id

    def answer(self, call_id: UUID) -> None:
        self.tell(call_id, CallEvent.ANSWER)
        connect_answered_call(self.db, call_id, now=NOW, desk_silence=SILENCE)

    def tell(self, call_id: UUID, event: CallEvent, reason: EndReason | None = None) -> None:
        carrier_call_id = list(self.phones.calls)[-1]
        record_call_event(self.db, told(call_id, event, carrier_call_id, reason=reason), now=NOW)

    def count(self, table: type) -> int:
        with self.db.transaction(EVERYTHING) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


def from_now_on(database_url: str, redis_url: str, **more: Any) -> Settings:
    """Settings whose clock shows NOW at this moment and goes on from there."""
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="k" * 40,
        clock_origin=time.time(),  # noqa: TID251 - the house's clock is set here
        clock_start=NOW,
        **more,
    )
