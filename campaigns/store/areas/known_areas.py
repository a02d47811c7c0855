"""The gazetteer of this process: read again only when the areas have changed, so that one row is judged at once."""

from datetime import date
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import text
from sqlalchemy.orm import Session

from campaigns.rules.areas.gazetteer import Gazetteer
from campaigns.rules.areas.places import PlaceLookups
from campaigns.store.areas.areas import gazetteer

# An insert or update brings a younger transaction, a deletion another count.
_STAMP = text("""
    SELECT CAST((SELECT (count(*), max(CAST(CAST(xmin AS text) AS bigint))) FROM areas) AS text)
      || CAST((SELECT (count(*), max(CAST(CAST(xmin AS text) AS bigint))) FROM area_aliases) AS text)
      || CAST((SELECT (count(*), max(CAST(CAST(xmin AS text) AS bigint))) FROM areas_once) AS text)
""")
_KNOWN: Final["WeakKeyDictionary[Any, dict[str, tuple[str, Gazetteer]]]"] = WeakKeyDictionary()
_ONE_AT_A_TIME: Final = Lock()


def areas_stamp(session: Session) -> str:
    """Return a text that is another one as soon as an area or a spelling of one has changed."""
    return str(session.scalar(_STAMP))


def known_gazetteer(session: Session, country: str, *, on: date, lookups: PlaceLookups) -> Gazetteer:
    """Return every area and other spelling of a country, from memory while they are what PostgreSQL has."""
    engine, stamp = session.get_bind(), f"{areas_stamp(session)} {on}"
    with _ONE_AT_A_TIME:
        countries = _KNOWN.setdefault(engine, {})
        kept = countries.get(country)
        if kept is None or kept[0] != stamp:
            kept = countries[country] = (stamp, gazetteer(session, country, on=on, lookups=lookups))
        return kept[1]
