"""Receives a do-not-call file: keeps it with its date, its issuer and its reach, and has a job read its numbers."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.calling.calling_hours import ZONES
from campaigns.rules.calling.opt_outs import OptOutScope
from campaigns.rules.lists.identity_numbers import cut_in_name
from campaigns.rules.refusals import Refusal
from campaigns.sheets.open_sheet import UnreadableFile, open_sheet
from campaigns.store.access_traces import note_access
from campaigns.store.lists.do_not_call_files import save_do_not_call_file
from campaigns.store.organisations import scheme_of_department
from campaigns.store.session import Database, Scope, enqueue
from campaigns.store.tables import AccessTrace, Department

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class DoNotCallUpload:
    """A do-not-call file on this machine's disk, and what an officer says of it."""

    path: Path
    filename: str
    max_bytes: int
    department_id: UUID
    issuer: str
    as_of: date | None
    scope: OptOutScope
    scheme_id: UUID | None = None


def receive_do_not_call_file(
    db: Database, scope: Scope, file: DoNotCallUpload, *, user_id: UUID | None, now: datetime
) -> UUID | Refusal:
    """Return the id of the file, which silences nobody before an officer has seen what is in it and takes it."""
    with db.transaction(scope) as session:
        here = ZoneInfo(ZONES[session.get_one(Department, file.department_id).region])
    if refusal := _not_whole(file, today=now.astimezone(here).date()):
        return refusal
    try:
        open_sheet(file.path, max_bytes=file.max_bytes)
    except UnreadableFile as unreadable:
        return unreadable.refusal()
    with file.path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    with db.transaction(scope) as session:
        if file.scheme_id and not scheme_of_department(session, file.department_id, file.scheme_id):
            return Refusal("scheme_missing", "Choose the scheme about which these people want no calls.")
        told = {"issuer": file.issuer, "as_of": file.as_of, "scope": file.scope, "scheme_id": file.scheme_id}
        bytes_ = {"filename": cut_in_name(file.filename), "sha256": sha256, "size": file.path.stat().st_size}
        whose = {"department_id": file.department_id, "uploaded_by": user_id, "uploaded_at": now}
        kept = save_do_not_call_file(session, {**told, **bytes_, **whose}, file.path)
        trace = AccessTrace(
            at=now,
            user_id=user_id,
            department_id=file.department_id,
            action="do_not_call_file_received",
            subject={"file_id": str(kept.id), "sha256": sha256},
        )
        note_access(session, trace)
        enqueue(session, "ingest", "read_do_not_call_file", kept.id)
    log.info("do_not_call_file_received", extra={"file_id": str(kept.id), "bytes": kept.size})
    return kept.id


def _not_whole(file: DoNotCallUpload, *, today: date) -> Refusal | None:
    if not file.issuer:
        return Refusal("issuer_missing", "Write who made the file: a newer one of theirs can then replace it.")
    if file.as_of is None:
        return Refusal("date_missing", "Write the date of the file, as it says itself: numbers change their owners.")
    if file.as_of > today:
        return Refusal("date_to_come", "The date of the file is still to come: write the day on which it was made.")
    if (file.scope is OptOutScope.SCHEME) is (file.scheme_id is None):
        return Refusal("scheme_missing", "Choose the scheme about which these people want no calls.")
    return None
