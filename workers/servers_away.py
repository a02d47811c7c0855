"""Says in words that a server cannot be reached, or is new: in the same words for every command."""

from typing import Final

from redis.exceptions import ConnectionError as NoConnection
from redis.exceptions import TimeoutError as NoAnswer

from campaigns.store.migrate import is_current
from campaigns.store.session import DatabaseAway, DatabaseTrouble, OtherShapeError, why_away
from config import Settings, read_settings

TROUBLES: Final = (DatabaseTrouble, NoConnection, NoAnswer)
_CANNOT: Final = "Cannot be reached: start it (`raabta run` starts Raabta's own), or correct"
NO_DATABASE: Final = f"{_CANNOT} DATABASE_URL."
NO_REDIS: Final = f"{_CANNOT} REDIS_URL."
GAVE_UP: Final = "The database gave up in the middle: it is too busy, or was stopped. Run this again."
NEW_DATABASE: Final = "The database is there, and new or of an older Raabta: run `raabta migrate`."


def database_in_words(trouble: DatabaseTrouble, settings: Settings) -> str | None:
    """Say what to do about a database that did not do what it was asked; None where it is not to blame."""
    if isinstance(trouble, OtherShapeError):
        words = why_away(trouble)
        return f"{words[0].upper()}{words[1:]}."
    if isinstance(trouble, DatabaseAway):
        return NO_DATABASE if trouble.statement is None else GAVE_UP
    return None if is_current(settings.database_url) else NEW_DATABASE


def trouble_in_words(trouble: Exception) -> str | None:
    """Say which server it is, and what to do; None where no server is to blame."""
    if not isinstance(trouble, DatabaseTrouble):
        return f"Redis: {NO_REDIS}"
    said = database_in_words(trouble, read_settings())
    return f"The database: {said}" if said is NO_DATABASE else said
