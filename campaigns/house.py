"""Builds from the settings what the edges hand to use cases: database, carrier, Redis and clock."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from campaigns.store.bells import RedisBells
from campaigns.store.session import Database, Patience
from campaigns.telephony.port import Telephony
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings

# A bell may be lost but must not keep a webhook waiting: upkeep rings again.
ONE_TRY: Final = Retry(NoBackoff(), 1)  # the second try is for a connection that Redis has closed meanwhile
REDIS_PATIENCE: Final[dict[str, Any]] = {"socket_connect_timeout": 1.0, "socket_timeout": 2.0}  # wall seconds
DESK_SILENCE: Final = timedelta(seconds=30)  # of wall time: the link to a desk is not sped up


@dataclass(frozen=True)
class House:
    """What one process has."""

    settings: Settings
    db: Database
    redis: Redis
    telephony: Telephony

    def now(self) -> datetime:
        """Read the one clock."""
        return self.settings.clock.at(time.time())  # noqa: TID251 - the clock is made here

    @property
    def desk_silence(self) -> timedelta:
        """Return after how much of Raabta's time a desk that is not heard gets no more calls."""
        return DESK_SILENCE * self.settings.clock_speed

    def close(self) -> None:
        """Give connections back."""
        self.db.close()
        self.redis.close()


def open_house(settings: Settings, *, pool_size: int = 10, for_lists: bool = False) -> House:
    """Build everything; connects to nothing yet. Whoever reads lists gives a statement up that takes too long."""
    redis = Redis.from_url(settings.redis_url, retry=ONE_TRY, **REDIS_PATIENCE)
    patience = patience_with_lists(settings) if for_lists else None
    db = Database(settings.database_url, RedisBells(redis), pool_size=pool_size, patience=patience)
    return House(settings, db, redis, TwilioCalls(settings))


def patience_with_lists(settings: Settings) -> Patience:
    """Return how long a statement of an import may take, and wait for a lock: a list can wait, a call cannot."""
    return Patience(
        timedelta(seconds=settings.ingest_statement_seconds), timedelta(seconds=settings.ingest_lock_seconds)
    )
