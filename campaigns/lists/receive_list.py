"""Receives an uploaded file: keeps its bytes, guesses its columns, refuses what cannot be read."""

import hashlib
import logging
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from campaigns.rules.campaign_states import OVER
from campaigns.rules.lists.columns import guess_columns
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.identity_numbers import cut_in_name
from campaigns.rules.refusals import CAMPAIGN_OVER, CAMPAIGN_UNKNOWN, Refusal
from campaigns.shared.first_look import OpenedFile, first_look
from campaigns.sheets.compound_files import named_inpage
from campaigns.sheets.open_sheet import UnreadableFile
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.lists.list_files import save_file
from campaigns.store.lists.lists import lists_of_file, save_list
from campaigns.store.session import Database, Scope, Session

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UploadedFile:
    """A file on this machine's disk. `sheet`: the one chosen in a workbook of several; `encoding`: of a text file."""

    path: Path
    filename: str
    max_bytes: int
    sheet: str | None = None
    encoding: TextEncoding | None = None


@dataclass(frozen=True)
class SameFile(Refusal):
    """The very same sheet of the very same bytes stands in the campaign already, as this earlier list."""

    earlier: UUID | None = None


def receive_list(
    db: Database, scope: Scope, campaign_id: UUID, file: UploadedFile, *, user_id: UUID | None, now: datetime
) -> UUID | Refusal:
    """Return the id of the new list; a refused file leaves nothing behind."""
    file_facts = _file_facts(file)
    with db.transaction(scope) as session:
        taken = {earlier.sheet for earlier in lists_of_file(session, campaign_id, file_facts["sha256"])}
    try:
        opened = _opened(file, taken)
    except UnreadableFile as unreadable:
        return named_inpage(unreadable, file.filename).refusal()
    with db.transaction(scope) as session:
        found = campaign_line(session, campaign_id)
        if found is None:
            return CAMPAIGN_UNKNOWN
        campaign, _ = found
        if campaign.status in OVER:
            return CAMPAIGN_OVER
        facts = file_facts | first_look(session, campaign, opened)
        facts |= {"department_id": campaign.department_id, "campaign_id": campaign.id}
        received = save_list(session, facts | {"uploaded_by": user_id, "uploaded_at": now})
        if received is None:
            return _same_file(session, campaign_id, file_facts["sha256"], opened.sheet.name)
        save_file(session, received, file.path)
    log.info("list_received", extra={"list_id": str(received.id), "bytes": received.size})
    return received.id


def _file_facts(file: UploadedFile) -> dict[str, Any]:
    with file.path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    return {"filename": cut_in_name(file.filename), "sha256": sha256, "size": file.path.stat().st_size}


def _opened(file: UploadedFile, taken: Set[str | None]) -> OpenedFile:
    """Open the file; of a workbook that the campaign has in part, the first sheet of people that it has not."""
    opened = OpenedFile.of(file.path, sheet=file.sheet, encoding=file.encoding, max_bytes=file.max_bytes)
    if file.sheet or opened.sheet.name not in taken:
        return opened
    offered = opened.sheet.offered
    for left in [each.name for each in offered if each.name not in taken]:
        other = OpenedFile.of(file.path, sheet=left, encoding=None, max_bytes=file.max_bytes)
        if any(guess_columns(other.rows, region).phones for region in ("IN", "PK")):  # no cover sheet, no summary
            return replace(other, sheet=replace(other.sheet, offered=offered))
    return opened


def _same_file(session: Session, campaign_id: UUID, sha256: str, sheet: str | None) -> Refusal:
    lists = lists_of_file(session, campaign_id, sha256)
    earlier = next((one for one in lists if one.sheet == sheet), None)
    if earlier is None:  # withdrawn or ended while we looked
        return Refusal("same_file", "The list of this very file has just ended in the campaign: upload it again.")
    what = f"The sheet {sheet} of this very file" if sheet else "This very file"
    return SameFile("same_file", f"{what} is already in the campaign: {earlier.filename}.", earlier=earlier.id)
