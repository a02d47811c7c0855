"""The house of a test: its database and Valkey are those of the fixtures, which know our statements and close what is open."""

from datetime import datetime

from redis import Redis

from campaigns.house import House
from campaigns.store.session import Database
from campaigns.telephony.twilio_calls import TwilioCalls
from config import Settings
from tests.given_floor import NOW


class HouseOnMonday(House):
    """A house whose clock stands at the floor's Monday morning."""

    def now(self) -> datetime:
        return NOW


def given_house(db: Database, redis: Redis, settings: Settings) -> House:
    """A house that tells the time."""
    return House(settings, db, redis, TwilioCalls(settings))


def given_monday(db: Database, redis: Redis, settings: Settings) -> House:
    """A house in which it is Monday morning."""
    return HouseOnMonday(settings, db, redis, TwilioCalls(settings))
