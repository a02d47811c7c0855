"""Reads a received file anew from another of its sheets or in another encoding; the columns are guessed again."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from campaigns.first_look import OpenedFile, first_look
from campaigns.rules.encodings import TextEncoding
from campaigns.rules.list_states import ListStatus
from campaigns.rules.reading import Reading
from campaigns.rules.refusals import Refusal
from campaigns.sheets.open_sheet import UnreadableFile
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.list_files import write_file
from campaigns.store.lists import beneficiary_list, lock_list
from campaigns.store.session import Database, Scope

UNKNOWN = Refusal("list_unknown", "There is no such list.")
SETTLED = Refusal("columns_settled", "The columns of this list cannot be changed any more.")


@dataclass(frozen=True)
class ReadingChoice:
    """What the officer has chosen; None where there is nothing to choose."""

    sheet: str | None = None  # of a workbook
    encoding: TextEncoding | None = None  # of a text file


def choose_reading(db: Database, scope: Scope, list_id: UUID, choice: ReadingChoice) -> Refusal | None:
    """Show the list as it is read by this choice; a refused one leaves everything as it was."""
    with TemporaryDirectory(prefix="raabta-") as folder:
        path = Path(folder, "list")
        with db.transaction(scope) as session:
            kept = beneficiary_list(session, list_id)
            if kept is None:
                return UNKNOWN
            if kept.status is not ListStatus.RECEIVED:
                return SETTLED
            write_file(session, list_id, path)
        try:
            file = OpenedFile.of(path, sheet=choice.sheet or kept.sheet, encoding=choice.encoding, max_bytes=kept.size)
        except UnreadableFile as unreadable:
            return Refusal(unreadable.because, unreadable.hint)
    return _keep(db, scope, list_id, file)


def _keep(db: Database, scope: Scope, list_id: UUID, file: OpenedFile) -> Refusal | None:
    with db.transaction(scope) as session:
        kept = lock_list(session, list_id)
        found = campaign_line(session, kept.campaign_id) if kept else None
        if kept is None or found is None:
            return UNKNOWN
        if kept.status is not ListStatus.RECEIVED:
            return SETTLED
        offered = Reading.from_json(kept.reading).offered  # a sheet that was asked for is opened without the others
        for name, value in first_look(session, found[0], file).items():
            setattr(kept, name, value)
        kept.reading = replace(Reading.from_json(kept.reading), offered=offered).as_json()
        kept.problem = None
    return None
