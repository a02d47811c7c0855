"""Lists in the store: saved, found, moved with their history, and the progress of their import."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, exists, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.list_states import DECIDED, ListEvent, ListStatus, advance
from campaigns.rules.lists.counted_rows import Totals
from campaigns.rules.verdicts import Verdict, Warn
from campaigns.store.lists.kept_comparisons import forget_comparison
from campaigns.store.lists.list_rows import counted_rows
from campaigns.store.lists.row_keys import forget_keys
from campaigns.store.session import enqueue, tell
from campaigns.store.tables import BeneficiaryList, Department, ListMove, ListRow

_STANDS: Final = BeneficiaryList.status.not_in(
    [ListStatus.WITHDRAWN, ListStatus.REPLACED]
) & BeneficiaryList.ended_at.is_(None)  # as the index says that keeps the same file from standing twice


def save_list(session: Session, facts: dict[str, Any]) -> BeneficiaryList | None:
    """Save a list that was just received; None where the campaign has this very sheet of these bytes already."""
    once = text("status NOT IN ('withdrawn', 'replaced') AND ended_at IS NULL")
    new = insert(BeneficiaryList).values(facts)
    new = new.on_conflict_do_nothing(index_elements=["campaign_id", "sha256", "sheet"], index_where=once)
    return session.scalar(new.returning(BeneficiaryList))


def lock_list(session: Session, list_id: UUID) -> BeneficiaryList | None:
    """Return the list locked for change, or None where this scope has none of that id."""
    return session.get(BeneficiaryList, list_id, with_for_update={"key_share": True}, populate_existing=True)


def beneficiary_list(session: Session, list_id: UUID) -> BeneficiaryList | None:
    """Return a list, or None where this scope has none of that id."""
    return session.get(BeneficiaryList, list_id)


def lists_of_campaign(session: Session, campaign_id: UUID) -> Sequence[BeneficiaryList]:
    """Return a campaign's lists, newest first."""
    mine = select(BeneficiaryList).where(BeneficiaryList.campaign_id == campaign_id)
    return session.scalars(mine.order_by(BeneficiaryList.uploaded_at.desc())).all()


def lists_of_file(session: Session, campaign_id: UUID, sha256: str) -> Sequence[BeneficiaryList]:
    """Return the lists of this campaign that stand and hold these bytes: one for each sheet that was taken of them."""
    mine = select(BeneficiaryList).where(
        BeneficiaryList.campaign_id == campaign_id,
        BeneficiaryList.sha256 == sha256,
        _STANDS,
    )
    return session.scalars(mine.order_by(BeneficiaryList.uploaded_at, BeneficiaryList.id)).all()


def former_lists_of_file(session: Session, kept: BeneficiaryList) -> Sequence[BeneficiaryList]:
    """Return the lists that were made of the same sheet of the same bytes before and stand no more, the newest first."""
    mine = select(BeneficiaryList).where(
        BeneficiaryList.campaign_id == kept.campaign_id,
        BeneficiaryList.sha256 == kept.sha256,
        BeneficiaryList.sheet.is_not_distinct_from(kept.sheet),
        BeneficiaryList.id != kept.id,
        ~_STANDS,
    )
    return session.scalars(mine.order_by(BeneficiaryList.uploaded_at.desc(), BeneficiaryList.id)).all()


def has_list_of_sheet(session: Session, kept: BeneficiaryList, sheet: str | None) -> bool:
    """Say whether the campaign has that sheet of a list's file as another list already."""
    other = exists().where(
        BeneficiaryList.campaign_id == kept.campaign_id,
        BeneficiaryList.sha256 == kept.sha256,
        BeneficiaryList.sheet.is_not_distinct_from(sheet),
        BeneficiaryList.id != kept.id,
        _STANDS,
    )
    return session.scalar(select(other)) or False


def lists_to_import(session: Session) -> Sequence[UUID]:
    """Return the lists whose import waits or has not ended; a job that is already at one leaves it alone."""
    open_ones = (ListStatus.MAPPED, ListStatus.IMPORTING)
    return session.scalars(select(BeneficiaryList.id).where(BeneficiaryList.status.in_(open_ones))).all()


def lists_in_review(session: Session, department_id: UUID | None) -> Sequence[UUID]:
    """Return the lists in review of a department, or of all."""
    mine = select(BeneficiaryList.id).where(BeneficiaryList.status == ListStatus.REVIEW)
    if department_id is not None:
        mine = mine.where(BeneficiaryList.department_id == department_id)
    return session.scalars(mine.order_by(BeneficiaryList.id)).all()


def move_list(session: Session, kept: BeneficiaryList, event: ListEvent, *, user_id: UUID | None, at: datetime) -> bool:
    """Advance a locked list and write its history; False where the event does not apply."""
    after = advance(kept.status, event)
    if after is None:
        return False
    session.add(
        ListMove(
            department_id=kept.department_id,
            list_id=kept.id,
            event=event,
            before=kept.status,
            after=after,
            at=at,
            user_id=user_id,
        )
    )
    if kept.status is ListStatus.REVIEW:
        forget_keys(session, kept.id)
        forget_comparison(session, kept.id)
    kept.status = after
    tell(session, f"list:{kept.id}")
    if after in DECIDED:
        enqueue(session, "reports", "count_list_rows", kept.campaign_id)  # tiers tell of its rows
    return True


def lists_that_wait(session: Session, campaign_id: UUID) -> Sequence[BeneficiaryList]:
    """Return the lists that were read and wait for approval, the oldest first: nobody on them is called, nor stands on a tier."""
    waits = select(BeneficiaryList).where(
        BeneficiaryList.campaign_id == campaign_id, BeneficiaryList.status == ListStatus.REVIEW
    )
    return session.scalars(waits.order_by(BeneficiaryList.uploaded_at, BeneficiaryList.id)).all()


def list_to_read(session: Session, list_id: UUID) -> BeneficiaryList:
    """Return a list whose import runs."""
    return session.get_one(BeneficiaryList, list_id)


def save_progress(session: Session, list_id: UUID, reading: int, rows: int) -> bool:
    """Count rows that an import has stored; False when that reading of the list is not the running one."""
    running = update(BeneficiaryList).where(
        BeneficiaryList.id == list_id,
        BeneficiaryList.status == ListStatus.IMPORTING,
        BeneficiaryList.readings == reading,
    )
    counted = running.values(rows_read=BeneficiaryList.rows_read + rows).returning(BeneficiaryList.id)
    moved = session.scalar(counted.execution_options(synchronize_session=False))
    tell(session, f"list:{list_id}")
    return moved is not None


def clear_rows(session: Session, list_id: UUID) -> None:
    """Take away the rows that an import has left, before it begins anew."""
    session.execute(delete(ListRow).where(ListRow.list_id == list_id))


def count_verdicts(session: Session, kept: BeneficiaryList) -> None:
    """Write the totals of a locked list from its rows, and how many of them are worth a look."""
    write_totals(kept, counted_rows(session, kept.id))


def write_totals(kept: BeneficiaryList, totals: Totals) -> None:
    """Write the totals of a locked list."""
    verdicts = [totals[verdict] for verdict in (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.IGNORED)]
    kept.accepted, kept.rejected, kept.ignored = verdicts
    kept.rows_total = sum(verdicts)
    kept.warned = {word.value: totals[word] for word in Warn if totals[word]}


def lock_people_of_department(session: Session, department_id: UUID) -> None:
    """Let one approval at a time look for known people, so that two lists never make the same person twice."""
    session.execute(select(Department.id).where(Department.id == department_id).with_for_update(key_share=True)).one()
