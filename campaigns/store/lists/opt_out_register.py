"""What a department's register says of one number: each wish and each file with it, lifted ones as well."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from campaigns.rules.calling.opt_outs import OptOutScope, OptOutSource
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.store.people.opt_outs import SILENCED
from campaigns.store.tables import DoNotCallFile, DoNotCallNumber, OptOut, Scheme, User


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One wish about a number. `id`: the opt-out's own, or that of the do-not-call file with the number."""

    id: UUID
    source: OptOutSource
    scope: OptOutScope
    scheme: str | None
    because: str | None = None
    at: datetime
    by: str | None
    filename: str | None = None
    issuer: str | None = None
    as_of: date | None = None
    lifted_at: datetime | None
    lifted_by: str | None
    lifted_because: str | None
    replaced: bool = False  # by a newer file


@dataclass(frozen=True)
class Counts:
    """How long the register is."""

    calls: int
    office: int
    files: int
    numbers: int  # in the standing files, one counted in each


def entries_of(session: Session, department_id: UUID, e164: str) -> list[Entry]:
    """Return what the department's register says of a number, standing entries first, the newest first."""
    found = [*_wishes(session, department_id, e164), *_in_files(session, department_id, e164)]
    found.sort(key=lambda entry: entry.at, reverse=True)
    return sorted(found, key=lambda entry: entry.lifted_at is not None)


def is_silenced_everywhere(session: Session, e164: str) -> bool:
    """Tell whether some department has silenced a number for all."""
    mine = select(SILENCED.c.e164).where(SILENCED.c.e164 == e164, SILENCED.c.department_id.is_(None))
    return session.scalar(mine.limit(1)) is not None


def counts(session: Session, department_id: UUID) -> Counts:
    """Return how many entries stand."""
    mine = (OptOut.department_id == department_id) & OptOut.lifted_at.is_(None)
    found = session.execute(select(OptOut.source, func.count()).where(mine).group_by(OptOut.source))
    by_source = dict(found.all())
    standing = select(func.count(), func.coalesce(func.sum(DoNotCallFile.numbers), 0)).where(
        DoNotCallFile.department_id == department_id, DoNotCallFile.status == FileStatus.STANDING
    )
    files, numbers = session.execute(standing).one()
    return Counts(by_source.get(OptOutSource.CALL, 0), by_source.get(OptOutSource.OFFICE, 0), files, numbers)


def opt_out(session: Session, opt_out_id: UUID) -> OptOut | None:
    """Return one opt-out."""
    return session.get(OptOut, opt_out_id)


def lock_opt_out(session: Session, opt_out_id: UUID) -> OptOut | None:
    """Return one opt-out locked for change."""
    return session.get(OptOut, opt_out_id, with_for_update=True, populate_existing=True)


def _wishes(session: Session, department_id: UUID, e164: str) -> list[Entry]:
    noted, lifted = aliased(User), aliased(User)
    found = (
        select(OptOut, Scheme.name, noted.name, lifted.name)
        .outerjoin(Scheme, Scheme.id == OptOut.scheme_id)
        .outerjoin(noted, noted.id == OptOut.noted_by)
        .outerjoin(lifted, lifted.id == OptOut.lifted_by)
        .where(OptOut.department_id == department_id, OptOut.e164 == e164)
    )
    return [
        Entry(
            id=wish.id,
            source=wish.source,
            scope=wish.scope,
            scheme=scheme,
            because=wish.because,
            at=wish.at,
            by=by,
            lifted_at=wish.lifted_at,
            lifted_by=lifter,
            lifted_because=wish.lifted_because,
        )
        for wish, scheme, by, lifter in session.execute(found)
    ]


def _in_files(session: Session, department_id: UUID, e164: str) -> list[Entry]:
    """Files that were taken; the end of a whole file is the end of its numbers."""
    taken, lifted, ended = aliased(User), aliased(User), aliased(User)
    found = (
        select(DoNotCallFile, DoNotCallNumber, Scheme.name, taken.name, func.coalesce(lifted.name, ended.name))
        .join(DoNotCallNumber, DoNotCallNumber.file_id == DoNotCallFile.id)
        .outerjoin(Scheme, Scheme.id == DoNotCallFile.scheme_id)
        .outerjoin(taken, taken.id == DoNotCallFile.taken_by)
        .outerjoin(lifted, lifted.id == DoNotCallNumber.lifted_by)
        .outerjoin(ended, ended.id == DoNotCallFile.ended_by)
        .where(
            DoNotCallNumber.e164 == e164,
            DoNotCallFile.department_id == department_id,
            DoNotCallFile.taken_at.is_not(None),
        )
    )
    return [
        Entry(
            id=file.id,
            source=OptOutSource.FILE,
            scope=file.scope,
            scheme=scheme,
            at=file.taken_at or file.uploaded_at,
            by=by,
            filename=file.filename,
            issuer=file.issuer,
            as_of=file.as_of,
            lifted_at=number.lifted_at or file.ended_at,
            lifted_by=lifter,
            lifted_because=number.lifted_because or file.ended_because,
            replaced=number.lifted_at is None and file.replaced_by is not None,
        )
        for file, number, scheme, by, lifter in session.execute(found)
    ]
