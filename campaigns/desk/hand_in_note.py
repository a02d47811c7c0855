"""Takes in the note to a talk that left the desk of who wrote it, while her computer was off, before she could save it."""

from uuid import UUID

from campaigns.rules.outcomes import LONGEST_NOTE
from campaigns.rules.refusals import NOTE_CAME_LATE, NOTE_TOO_LONG, Refusal
from campaigns.store.desk.desk_entries import had_part_in
from campaigns.store.desk.logged_outcomes import has_logged
from campaigns.store.session import EVERYTHING, Database


def hand_in_note(db: Database, user_id: UUID, call_id: UUID, note: str) -> Refusal | None:
    """Say that a note comes too late to stand with an outcome; None where it stands with hers, or the talk was none of hers.

    A talk that went to a colleague has her outcome and her note: nobody's words are put under another's name.
    """
    if len(note) > LONGEST_NOTE:
        return NOTE_TOO_LONG
    with db.transaction(EVERYTHING) as session:
        if has_logged(session, call_id, user_id) or not had_part_in(session, call_id, user_id):
            return None
    return NOTE_CAME_LATE
