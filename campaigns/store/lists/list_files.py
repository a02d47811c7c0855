"""The bytes of an uploaded list as they came, kept in pieces; and the lock of whoever reads them."""

from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from campaigns.store.alone import alone_with, somebody_is_at
from campaigns.store.session import Database
from campaigns.store.tables import BeneficiaryList, ListFilePart

PART_BYTES = 4 * 1024 * 1024


def save_file(session: Session, kept: BeneficiaryList, path: Path) -> None:
    """Keep a file's bytes, one piece at a time."""
    with path.open("rb") as file:
        part = 0
        while content := file.read(PART_BYTES):
            piece = {"list_id": kept.id, "department_id": kept.department_id, "part": part, "content": content}
            session.execute(insert(ListFilePart), piece)
            part += 1


def write_file(session: Session, list_id: UUID, path: Path) -> None:
    """Write a list's file to disk as it came."""
    mine = select(ListFilePart.content).where(ListFilePart.list_id == list_id).order_by(ListFilePart.part)
    with path.open("wb") as file:
        for content in session.scalars(mine.execution_options(yield_per=1)):
            file.write(content)


def alone_with_list(db: Database, list_id: UUID, *, wait: bool = False) -> AbstractContextManager[bool]:
    """Say whether nobody else imports this list now, or wait until that is so."""
    return alone_with(db, "import", list_id, wait=wait)


def somebody_reads(session: Session, list_id: UUID) -> bool:
    """Tell whether a living process imports this list now."""
    return somebody_is_at(session, "import", list_id)
