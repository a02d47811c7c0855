"""Do-not-call files in the store: their bytes until they are read, where they stand, and which one replaces which."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from campaigns.rules.do_not_call_states import FileEvent, FileStatus, advance
from campaigns.store.tables import DoNotCallFile, DoNotCallPart, Scheme, User

PART_BYTES: Final = 4 * 1024 * 1024


@dataclass(frozen=True)
class FileLine:
    """A file in the register, with who brought it and which scheme it is about."""

    file: DoNotCallFile
    uploaded_by: str | None
    scheme: str | None


def save_do_not_call_file(session: Session, facts: dict[str, Any], path: Path) -> DoNotCallFile:
    """Keep a new file and its bytes, one piece at a time."""
    kept = DoNotCallFile(**facts)
    session.add(kept)
    session.flush()
    with path.open("rb") as file:
        part = 0
        while content := file.read(PART_BYTES):
            piece = {"file_id": kept.id, "department_id": kept.department_id, "part": part, "content": content}
            session.execute(insert(DoNotCallPart), piece)
            part += 1
    return kept


def write_do_not_call_file(session: Session, file_id: UUID, path: Path) -> None:
    """Write the file to disk as it came."""
    mine = select(DoNotCallPart.content).where(DoNotCallPart.file_id == file_id).order_by(DoNotCallPart.part)
    with path.open("wb") as file:
        for content in session.scalars(mine.execution_options(yield_per=1)):
            file.write(content)


def forget_bytes(session: Session, file_id: UUID) -> None:
    """Forget the file itself: its numbers have been read, or nobody wants them."""
    session.execute(delete(DoNotCallPart).where(DoNotCallPart.file_id == file_id))


def do_not_call_file(session: Session, file_id: UUID) -> DoNotCallFile | None:
    """Return one file."""
    return session.get(DoNotCallFile, file_id)


def lock_do_not_call_file(session: Session, file_id: UUID) -> DoNotCallFile | None:
    """Return one file locked for change."""
    return session.get(DoNotCallFile, file_id, with_for_update=True, populate_existing=True)


def move_do_not_call_file(file: DoNotCallFile, event: FileEvent) -> bool:
    """Advance a locked file; False where the event does not apply. Who and when stand in its own columns."""
    after = advance(file.status, event)
    if after is not None:
        file.status = after
    return after is not None


def file_lines(session: Session, department_id: UUID) -> list[FileLine]:
    """Return the files of a department, the newest first."""
    found = (
        select(DoNotCallFile, User.name, Scheme.name)
        .outerjoin(User, User.id == DoNotCallFile.uploaded_by)
        .outerjoin(Scheme, Scheme.id == DoNotCallFile.scheme_id)
        .where(DoNotCallFile.department_id == department_id)
        .order_by(DoNotCallFile.uploaded_at.desc(), DoNotCallFile.id)
    )
    return [FileLine(*row) for row in session.execute(found)]


def lock_older_files(session: Session, file: DoNotCallFile) -> Sequence[DoNotCallFile]:
    """Return the standing files that this one may replace, locked for change."""
    return session.scalars(
        select(DoNotCallFile).where(_of_same_issuer(file)).order_by(DoNotCallFile.id).with_for_update()
    ).all()


def older_files(session: Session, file: DoNotCallFile) -> Sequence[DoNotCallFile]:
    """Return the standing files that this one may replace: of the same issuer, with the same reach."""
    return session.scalars(select(DoNotCallFile).where(_of_same_issuer(file)).order_by(DoNotCallFile.as_of)).all()


def _of_same_issuer(file: DoNotCallFile) -> ColumnElement[bool]:
    return (
        (DoNotCallFile.department_id == file.department_id)
        & (DoNotCallFile.status == FileStatus.STANDING)
        & (func.lower(DoNotCallFile.issuer) == file.issuer.lower())
        & (DoNotCallFile.scope == file.scope)
        & DoNotCallFile.scheme_id.is_not_distinct_from(file.scheme_id)
        & (DoNotCallFile.id != file.id)
    )


def issuers(session: Session, department_id: UUID) -> Sequence[str]:
    """Return the names of those whose files this department has taken, for the next one's form."""
    mine = DoNotCallFile.department_id == department_id
    return session.scalars(select(DoNotCallFile.issuer).where(mine).distinct().order_by(DoNotCallFile.issuer)).all()


def files_to_read(session: Session) -> Sequence[UUID]:
    """Return the files whose numbers wait to be read."""
    return session.scalars(select(DoNotCallFile.id).where(DoNotCallFile.status == FileStatus.READING)).all()


def save_rows_read(session: Session, file_id: UUID, rows_read: int) -> None:
    """Note how far a file is read."""
    session.execute(update(DoNotCallFile).where(DoNotCallFile.id == file_id).values(rows_read=rows_read))
