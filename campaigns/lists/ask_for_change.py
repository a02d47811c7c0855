"""Asks for a change of many rows of a list, which a worker then makes; one at a time for each list."""

from datetime import datetime
from uuid import UUID, uuid4

from campaigns.rules.list_states import MAY_BE_READ_ANEW, ListEvent, ListStatus, advance
from campaigns.rules.lists.list_wishes import (
    KINDS,
    Approve,
    MendedWorkbook,
    NewerThan,
    ReadSo,
    UndoStep,
    Wish,
    Withdraw,
    wish_as_json,
)
from campaigns.rules.lists.long_changes import BYTES_AT_ONCE, OF_WHOLE_LIST, READ_AT_ONCE, is_long
from campaigns.rules.refusals import Refusal
from campaigns.shared.approval_checks import basis_not_ready
from campaigns.shared.changing import BeingChanged, refused_meanwhile
from campaigns.shared.replacing import cannot_replace
from campaigns.store.lists.list_mends import is_mended_again
from campaigns.store.lists.list_versions import may_replace
from campaigns.store.lists.lists import beneficiary_list
from campaigns.store.lists.long_changes import long_change, save_long_change, save_workbook
from campaigns.store.lists.rows_concerned import rows_concerned
from campaigns.store.session import Database, Scope, Session, enqueue
from campaigns.store.tables import BeneficiaryList


def ask_for_change(
    db: Database, scope: Scope, list_id: UUID, wish: Wish, *, user_id: UUID | None, now: datetime
) -> UUID | Refusal | None:
    """Return the id of the long change; None where it is to be made at once, being small, or refused at once.

    Whoever presses the same button again is led to the change that she asked for first.
    """
    with db.transaction(scope) as session:
        if busy := refused_meanwhile(session, list_id):
            return _the_same(session, busy, wish, user_id) or busy
        kept = beneficiary_list(session, list_id)
        if kept is None or _is_refused(session, kept, wish, now) or not _takes_long(session, kept, wish):
            return None
        facts = {
            "id": uuid4(),
            "department_id": kept.department_id,
            "list_id": list_id,
            "kind": KINDS[type(wish)],
            "wish": wish_as_json(wish),
            "asked_at": now,
            "asked_by": user_id,
            "rows_expected": _rows_to_go_through(kept, wish),
        }
        change_id = save_long_change(session, facts)
        if change_id is None:
            return refused_meanwhile(session, list_id)  # somebody was quicker
        if isinstance(wish, MendedWorkbook):
            save_workbook(session, change_id, kept.department_id, wish.path)
        enqueue(session, "ingest", "make_change", change_id)
        return change_id


def _the_same(session: Session, busy: BeingChanged, wish: Wish, user_id: UUID | None) -> UUID | None:
    open_one = long_change(session, busy.change_id) if busy.change_id else None
    if open_one is None or (open_one.kind, open_one.asked_by) != (KINDS[type(wish)], user_id):
        return None
    return open_one.id if open_one.wish == wish_as_json(wish) else None


def _is_refused(session: Session, kept: BeneficiaryList, wish: Wish, now: datetime) -> bool:
    """Tell whether the use case will refuse this without having worked for it: then it says so at once."""
    if isinstance(wish, ReadSo):
        return kept.status not in MAY_BE_READ_ANEW
    if isinstance(wish, Withdraw):
        return advance(kept.status, ListEvent.WITHDRAW) is None or kept.ended_at is not None
    if kept.status is not ListStatus.REVIEW:
        return True
    if isinstance(wish, Approve):
        return bool(basis_not_ready(session, kept, now=now) or cannot_replace(session, kept))
    if isinstance(wish, NewerThan):
        return not may_replace(session, kept, wish.older_id)
    return isinstance(wish, UndoStep) and is_mended_again(session, kept.id, wish.step)


def _takes_long(session: Session, kept: BeneficiaryList, wish: Wish) -> bool:
    if isinstance(wish, MendedWorkbook):
        return wish.path.stat().st_size > BYTES_AT_ONCE
    if isinstance(wish, ReadSo) and kept.size > READ_AT_ONCE:
        return True
    return is_long(KINDS[type(wish)], rows_concerned(session, kept, wish), rows_of_list=kept.rows_total or 0)


def _rows_to_go_through(kept: BeneficiaryList, wish: Wish) -> int | None:
    """Return what the progress is measured against."""
    if KINDS[type(wish)] in OF_WHOLE_LIST:
        return None
    return kept.rejected if isinstance(wish, MendedWorkbook) else kept.rows_total
