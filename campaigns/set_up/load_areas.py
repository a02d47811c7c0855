"""Loads the shipped areas, their other spellings and what they once were; run again, it changes nothing."""

from campaigns.store.areas.areas import areas_moved, save_aliases, save_areas, save_moves
from campaigns.store.areas.shipped_areas import shipped_aliases, shipped_areas, shipped_moves
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.totals.answer_totals import forget_answer_counts
from campaigns.store.totals.case_folding import wait_for_totals
from campaigns.store.totals.counting_anew import sum_areas_anew


def load_areas(db: Database) -> int:
    """Save all shipped areas and return how many there are. What lies below another one now is summed there."""
    places = list(shipped_areas())
    with db.transaction(EVERYTHING) as session:
        moved = areas_moved(session, places)
        save_areas(session, places)
        save_aliases(session, shipped_aliases())
        save_moves(session, shipped_moves())
        if moved:
            wait_for_totals(session)
            sum_areas_anew(session)
            forget_answer_counts(session)
    return len(places)
