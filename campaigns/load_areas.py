"""Loads the shipped areas, their other spellings and what they once were; run again, it changes nothing."""

from campaigns.store.areas import save_aliases, save_areas, save_moves
from campaigns.store.session import NOBODY, Database
from campaigns.store.shipped_areas import shipped_aliases, shipped_areas, shipped_moves


def load_areas(db: Database) -> int:
    """Save all shipped areas and return how many there are."""
    places = list(shipped_areas())
    with db.transaction(NOBODY) as session:
        save_areas(session, places)
        save_aliases(session, shipped_aliases())
        save_moves(session, shipped_moves())
    return len(places)
