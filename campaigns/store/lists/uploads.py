"""Uploads in the store: begun once for each file, grown chunk by chunk, written to disk when they are whole."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.store.tables import Upload, UploadChunk

_FOR_REGISTER: Final = Upload.campaign_id.is_(None) & Upload.do_not_call_file_id.is_(None)
_UNDER_WAY: Final = Upload.list_id.is_(None) & Upload.do_not_call_file_id.is_(None)


def save_upload(session: Session, facts: dict[str, Any]) -> Upload | None:
    """Save an upload that begins; None where this very file is being sent to the campaign already."""
    new = insert(Upload).values(received=0, **facts)
    new = new.on_conflict_do_nothing(index_elements=["campaign_id", "mark"], index_where=Upload.list_id.is_(None))
    return session.scalar(new.returning(Upload))


def save_do_not_call_upload(session: Session, facts: dict[str, Any]) -> Upload | None:
    """Save an upload of a do-not-call file that begins; None where this very file is being sent already."""
    new = insert(Upload).values(received=0, **facts)
    new = new.on_conflict_do_nothing(index_elements=["department_id", "mark"], index_where=_FOR_REGISTER)
    return session.scalar(new.returning(Upload))


def upload(session: Session, upload_id: UUID) -> Upload | None:
    """Return an upload, or None where this scope has none of that id."""
    return session.get(Upload, upload_id)


def lock_upload(session: Session, upload_id: UUID) -> Upload | None:
    """Return an upload locked for change, or None where this scope has none of that id."""
    return session.get(Upload, upload_id, with_for_update={"key_share": True}, populate_existing=True)


def lock_upload_of_file(session: Session, campaign_id: UUID, mark: str) -> Upload | None:
    """Return the unfinished upload of a file, locked for change."""
    same = select(Upload).where(Upload.campaign_id == campaign_id, Upload.mark == mark, Upload.list_id.is_(None))
    return session.scalar(same.with_for_update(key_share=True))


def lock_upload_of_do_not_call_file(session: Session, department_id: UUID, mark: str) -> Upload | None:
    """Return the unfinished upload of a do-not-call file, locked for change."""
    same = select(Upload).where(Upload.department_id == department_id, Upload.mark == mark, _FOR_REGISTER)
    return session.scalar(same.with_for_update(key_share=True))


def unfinished_do_not_call_uploads(session: Session, department_id: UUID) -> Sequence[Upload]:
    """Return the uploads of a department's register that are no file yet, the last heard of first."""
    mine = select(Upload).where(Upload.department_id == department_id, _FOR_REGISTER)
    return session.scalars(mine.order_by(Upload.heard_at.desc())).all()


def unfinished_uploads(session: Session, campaign_id: UUID) -> Sequence[Upload]:
    """Return a campaign's uploads that are no list yet, the last heard of first."""
    mine = select(Upload).where(Upload.campaign_id == campaign_id, Upload.list_id.is_(None))
    return session.scalars(mine.order_by(Upload.heard_at.desc())).all()


def uploads_begun(session: Session, user_id: UUID) -> int:
    """Count somebody's unfinished uploads."""
    mine = select(func.count()).select_from(Upload).where(Upload.user_id == user_id, _UNDER_WAY)
    return session.scalar(mine) or 0


def save_chunk(session: Session, kept: Upload, content: bytes, sha256: str) -> None:
    """Append a chunk to a locked upload."""
    piece = {"offset": kept.received, "size": len(content), "sha256": sha256, "content": content}
    session.execute(insert(UploadChunk).values(upload_id=kept.id, department_id=kept.department_id, **piece))
    kept.received += len(content)


def is_repeated_chunk(session: Session, kept: Upload, offset: int, sha256: str) -> bool:
    """Tell whether this very chunk came before: its answer was lost on the way."""
    here = select(UploadChunk.sha256).where(UploadChunk.upload_id == kept.id, UploadChunk.offset == offset)
    return session.scalar(here) == sha256


def write_upload(session: Session, upload_id: UUID, path: Path) -> None:
    """Write what came of an upload to disk."""
    mine = select(UploadChunk.content).where(UploadChunk.upload_id == upload_id).order_by(UploadChunk.offset)
    with path.open("wb") as file:
        for content in session.scalars(mine.execution_options(yield_per=8)):
            file.write(content)


def clear_chunks(session: Session, upload_id: UUID) -> None:
    """Forget the bytes of an upload."""
    session.execute(delete(UploadChunk).where(UploadChunk.upload_id == upload_id))


def drop_uploads(session: Session, upload_ids: Sequence[UUID]) -> None:
    """Take uploads away with all that came of them."""
    session.execute(delete(UploadChunk).where(UploadChunk.upload_id.in_(upload_ids)))
    session.execute(delete(Upload).where(Upload.id.in_(upload_ids)))


def lock_uploads_unheard_since(session: Session, moment: datetime) -> Sequence[UUID]:
    """Lock the uploads of which nothing has come since then, finished or not."""
    old = select(Upload.id).where(Upload.heard_at < moment)
    return session.scalars(old.with_for_update(skip_locked=True)).all()
