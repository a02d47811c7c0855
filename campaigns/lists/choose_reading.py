"""Reads a list's file anew from another of its sheets or in another encoding; the columns are guessed again.

A list in review goes back to its columns: what was read of it, and with that what was mended, is taken away.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from campaigns.rules.list_states import MAY_BE_READ_ANEW
from campaigns.rules.lists.list_wishes import ReadSo
from campaigns.rules.lists.reading import Reading
from campaigns.rules.refusals import COLUMNS_SETTLED, LIST_UNKNOWN, Refusal
from campaigns.shared.changing import Making, refused_meanwhile
from campaigns.shared.first_look import OpenedFile, first_look
from campaigns.shared.undoing import undo_reading
from campaigns.sheets.open_sheet import UnreadableFile
from campaigns.sheets.short_lived_folder import short_lived_folder
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.lists.list_files import write_file
from campaigns.store.lists.lists import beneficiary_list, has_list_of_sheet, lock_list
from campaigns.store.session import Database, Scope, Session

SHEET_TAKEN = Refusal(
    "sheet_taken", "This sheet of the file is in the campaign already, as another list: open that one."
)


def choose_reading(
    db: Database, scope: Scope, list_id: UUID, wish: ReadSo, *, user_id: UUID | None, now: datetime
) -> Refusal | None:
    """Show the list as it is read by this wish; a refused one leaves everything as it was."""
    with short_lived_folder() as folder:
        path = folder / "list"
        with db.transaction(scope) as session:
            kept = beneficiary_list(session, list_id)
            if kept is None:
                return LIST_UNKNOWN
            if kept.status not in MAY_BE_READ_ANEW:
                return COLUMNS_SETTLED
            write_file(session, list_id, path)
        try:
            file = OpenedFile.of(path, sheet=wish.sheet or kept.sheet, encoding=wish.encoding, max_bytes=kept.size)
        except UnreadableFile as unreadable:
            return unreadable.refusal()
    with db.transaction(scope) as session:
        if refusal := _keep(session, list_id, file, _By(user_id, now, wish.change_id)):
            return refusal
        Making(db, wish.change_id, now).made(session, {})
    return None


@dataclass(frozen=True)
class _By:
    user_id: UUID | None
    at: datetime
    change_id: UUID | None


def _keep(session: Session, list_id: UUID, file: OpenedFile, by: _By) -> Refusal | None:
    if refusal := refused_meanwhile(session, list_id, by.change_id):
        return refusal
    kept = lock_list(session, list_id)
    found = campaign_line(session, kept.campaign_id) if kept else None
    if kept is None or found is None:
        return LIST_UNKNOWN
    if kept.status not in MAY_BE_READ_ANEW:
        return COLUMNS_SETTLED
    if has_list_of_sheet(session, kept, file.sheet.name):
        return SHEET_TAKEN
    undo_reading(session, kept, user_id=by.user_id, at=by.at)
    offered = Reading.from_json(kept.reading).offered  # a sheet that was asked for is opened without the others
    for name, value in first_look(session, found[0], file).items():
        setattr(kept, name, value)
    kept.reading = replace(Reading.from_json(kept.reading), offered=offered).as_json()
    kept.rows_expected = kept.rows_expected or dict(offered).get(kept.sheet or "")
    kept.problem = None
    return None
