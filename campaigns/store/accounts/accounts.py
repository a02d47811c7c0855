"""Reads whose account it is, and which lists it covers."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from campaigns.rules.accounts.listed_totals import ListTotals, SampleTotals
from campaigns.store.people.samples import standing_samples, strata_of
from campaigns.store.tables import BeneficiaryList, Campaign, Department


@dataclass(frozen=True)
class AccountHead:
    """Whose account it is."""

    campaign: str
    slug: str
    department: str
    zone: str


def leave_cores_to_the_floor(session: Session) -> None:
    """Let one process of PostgreSQL read the account, in little memory: the floor's own questions do not wait for it."""
    session.execute(text("SET LOCAL max_parallel_workers_per_gather = 0"))
    session.execute(text("SET LOCAL hash_mem_multiplier = 1"))


@contextmanager
def gone_through(session: Session) -> Iterator[None]:
    """Let PostgreSQL go through tables as they lie: in the order of an index it would jump to another page for each call."""
    session.execute(text("SET LOCAL enable_indexscan = off"))
    yield
    session.execute(text("SET LOCAL enable_indexscan = on"))


def account_head(session: Session, campaign_id: UUID) -> AccountHead | None:
    """Return whose account it is, or None where the campaign is not to be seen."""
    found = session.execute(
        select(Campaign.name, Campaign.slug, Department.name, Campaign.zone)
        .join(Department, Department.id == Campaign.department_id)
        .where(Campaign.id == campaign_id)
    ).first()
    return AccountHead(*found) if found else None


def lists_of_account(session: Session, campaign_id: UUID, counted: Mapping[UUID, int]) -> list[ListTotals]:
    """Return the campaign's lists, oldest first: the rows that the import read beside those counted in the account."""
    found = session.scalars(
        select(BeneficiaryList)
        .where(BeneficiaryList.campaign_id == campaign_id)
        .order_by(BeneficiaryList.uploaded_at, BeneficiaryList.id)
    )
    samples = {
        one.list_id: SampleTotals(one.seed, one.by, tuple(strata_of(one)), one.drawn_at, one.round)
        for one in standing_samples(session, campaign_id)
    }
    return [
        ListTotals(
            one.id,
            one.filename,
            one.sha256,
            one.status,
            file_rows=one.accepted + one.rejected + one.ignored,
            counted=counted.get(one.id, 0),
            sample=samples.get(one.id),
        )
        for one in found
    ]
