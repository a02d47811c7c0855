"""Frozen accounts in the store: who asks for one, the chain of each campaign, and the files in compressed pieces."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import UUID

from sqlalchemy import exists, insert, select
from sqlalchemy.orm import Session

from campaigns.store.tables import AccountFreeze, Certificate, CertificatePart, User

PIECE: Final = 256 * 1024


def save_freeze(session: Session, freeze: AccountFreeze) -> None:
    """Insert what somebody asked for."""
    session.add(freeze)
    session.flush()


def lock_freeze(session: Session, freeze_id: UUID) -> AccountFreeze | None:
    """Return what was asked for, if it still waits."""
    found = session.get(AccountFreeze, freeze_id, with_for_update=True, populate_existing=True)
    return found if found is not None and found.ended_at is None else None


def is_frozen_now(session: Session, campaign_id: UUID) -> bool:
    """Tell whether a certificate of this campaign waits to be made."""
    waits = exists().where(AccountFreeze.campaign_id == campaign_id, AccountFreeze.ended_at.is_(None))
    return bool(session.scalar(select(waits)))


def last_freeze(session: Session, campaign_id: UUID) -> AccountFreeze | None:
    """Return what was asked for last."""
    mine = select(AccountFreeze).where(AccountFreeze.campaign_id == campaign_id)
    return session.scalar(mine.order_by(AccountFreeze.asked_at.desc()).limit(1))


def waiting_freezes(session: Session) -> Sequence[AccountFreeze]:
    """Return all that wait, the oldest first."""
    waits = select(AccountFreeze).where(AccountFreeze.ended_at.is_(None))
    return session.scalars(waits.order_by(AccountFreeze.asked_at)).all()


def certificates_of(session: Session, campaign_id: UUID) -> list[tuple[Certificate, str | None]]:
    """Return a campaign's certificates, the newest first, each with the name of whoever asked for it."""
    mine = select(Certificate, User.name).outerjoin(User, User.id == Certificate.frozen_by)
    found = session.execute(mine.where(Certificate.campaign_id == campaign_id).order_by(Certificate.number.desc()))
    return [(certificate, name) for certificate, name in found]


def newest_certificate(session: Session, campaign_id: UUID) -> Certificate | None:
    """Return the end of a campaign's chain."""
    mine = select(Certificate).where(Certificate.campaign_id == campaign_id)
    return session.scalar(mine.order_by(Certificate.number.desc()).limit(1))


def certificate_of(session: Session, campaign_id: UUID, number: int) -> Certificate | None:
    """Return one certificate of a campaign."""
    mine = select(Certificate).where(Certificate.campaign_id == campaign_id, Certificate.number == number)
    return session.scalar(mine)


def save_certificate(session: Session, certificate: Certificate) -> None:
    """Insert a certificate whose file is kept already."""
    session.add(certificate)
    session.flush()


def save_file(session: Session, certificate_id: UUID, department_id: UUID, blocks: Iterable[bytes]) -> None:
    """Keep a file as it is made, in pieces of one compressed stream."""
    for part, content in enumerate(_pieces(blocks)):
        session.execute(
            insert(CertificatePart),
            {"certificate_id": certificate_id, "department_id": department_id, "part": part, "content": content},
        )


def file_of(session: Session, certificate_id: UUID) -> Iterator[bytes]:
    """Give a kept file back, piece by piece."""
    pieces = select(CertificatePart.content).where(CertificatePart.certificate_id == certificate_id)
    unpack = zlib.decompressobj()
    for content in session.scalars(pieces.order_by(CertificatePart.part).execution_options(yield_per=4)):
        yield unpack.decompress(content)
    yield unpack.flush()


def _pieces(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Compress a block while the next one is made: the library lets other threads go on meanwhile."""
    pack = zlib.compressobj(level=1)  # a third of the time of the usual level, for a fifth more bytes
    waiting = bytearray()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="pack") as beside:
        packed = beside.submit(bytes)
        for block in blocks:
            waiting += packed.result()
            packed = beside.submit(pack.compress, block)
            while len(waiting) >= PIECE:
                yield bytes(waiting[:PIECE])
                del waiting[:PIECE]
        waiting += packed.result()
    yield bytes(waiting + pack.flush())
