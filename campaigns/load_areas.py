"""Loads the Local Government Directory's areas and our aliases; run again, it changes nothing."""

from campaigns.store.areas import save_aliases, save_areas, shipped_aliases, shipped_areas
from campaigns.store.session import NOBODY, Database


def load_areas(db: Database) -> int:
    """Save all shipped areas and return how many there are."""
    places = list(shipped_areas())
    with db.transaction(NOBODY) as session:
        save_areas(session, places)
        save_aliases(session, shipped_aliases())
    return len(places)
