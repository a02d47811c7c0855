"""The row at which a case stands in the account, when the list of that row goes: another row of hers, or none.

A person stands once in a campaign, however many of its lists name her. Her case was opened from one row; when that
row's list is withdrawn and another approved list names her too, the case goes on from there.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, and_, exists, or_, select, text
from sqlalchemy.orm import Session, aliased

from campaigns.rules.case_states import CaseEvent, CaseStatus, advance
from campaigns.rules.list_states import ListStatus
from campaigns.store.people.samples import IS_CALLED
from campaigns.store.tables import BeneficiaryList, Case

# Rows `r` that name somebody who may be called: a row of whom the campaign had a case already may become its home.
NAMES_SOMEBODY: Final = "(r.verdict = 'accepted' OR r.reason = 'duplicate_in_campaign')"
_IS_CALLED_THERE: Final = IS_CALLED.replace(":list_id", "r.list_id")
_OTHER_HOMES: Final = text(f"""
    CREATE TEMP TABLE other_homes ON COMMIT DROP AS
    SELECT DISTINCT ON (c.id) c.id AS case_id, r.list_id, r.row
    FROM cases c JOIN list_rows r ON r.beneficiary_id = c.beneficiary_id
    WHERE c.campaign_id = :campaign_id AND c.list_id = :list_id AND c.status <> 'closed'
      AND r.list_id = ANY (:others) AND {NAMES_SOMEBODY} AND {_IS_CALLED_THERE}
    ORDER BY c.id, array_position(CAST(:others AS uuid[]), r.list_id), r.row
""")  # noqa: S608 - our own words

# The people of that list for whom she speaks, where only a sample of it is called.
_WEIGHT: Final = "coalesce((SELECT d.weight FROM drawn_rows d WHERE d.list_id = home.list_id AND d.row = home.row), 1)"

_CALLS = text("""
    SELECT k.id, k.status FROM cases c JOIN calls k ON k.case_id = c.id
    WHERE c.campaign_id = :campaign_id AND c.list_id = :list_id AND c.status IN ('claimed', 'in_call')
      AND k.status IN ('intended', 'sent', 'unknown', 'queued', 'ringing')
      AND c.id NOT IN (SELECT case_id FROM other_homes)
    ORDER BY k.id
""")

_REHOME = text(f"""
    WITH mine AS MATERIALIZED (
      SELECT c.id FROM cases c JOIN other_homes home ON home.case_id = c.id
      WHERE c.status <> 'closed' ORDER BY c.id FOR NO KEY UPDATE OF c
    )
    UPDATE cases c SET list_id = home.list_id, list_row = home.row, weight = {_WEIGHT}
    FROM other_homes home WHERE c.id = home.case_id AND c.id IN (SELECT id FROM mine)
""")  # noqa: S608 - our own words

# A row that was refused because the campaign had a case of its person is now where that case stands.
_ACCEPT_HOMES = text("""
    WITH home AS (
      UPDATE list_rows r SET verdict = 'accepted', reason = NULL
      FROM cases c
      WHERE c.campaign_id = :campaign_id AND c.list_id = r.list_id AND c.list_row = r.row
        AND r.reason = 'duplicate_in_campaign'
        AND r.list_id IN (SELECT id FROM lists WHERE campaign_id = :campaign_id)
      RETURNING r.list_id
    )
    UPDATE lists l SET accepted = l.accepted + moved.rows, rejected = l.rejected - moved.rows
    FROM (SELECT list_id, count(*) AS rows FROM home GROUP BY list_id) AS moved WHERE l.id = moved.list_id
""")

# What she waited for when she was withdrawn holds again: a rest that is not over, and a call that was promised for later.
_REOPEN = text(f"""
    WITH home AS MATERIALIZED (
      SELECT DISTINCT ON (c.id) c.id, r.list_id, r.row
      FROM list_rows r JOIN cases c ON c.beneficiary_id = r.beneficiary_id AND c.campaign_id = :campaign_id
      WHERE r.list_id = :list_id AND {NAMES_SOMEBODY} AND {IS_CALLED}
        AND c.status = 'closed' AND c.outcome = 'withdrawn'
      ORDER BY c.id, r.row
    ), known AS MATERIALIZED (
      SELECT home.*, (
          SELECT m.before FROM case_moves m WHERE m.case_id = home.id AND m.event = 'withdraw' ORDER BY m.at DESC LIMIT 1
        ) = 'callback' AND c.due_at > :now AS promised
      FROM home JOIN cases c ON c.id = home.id
    ), opened AS (
      UPDATE cases c SET status = CASE WHEN home.promised THEN :booked ELSE :after END,
        list_id = home.list_id, list_row = home.row, weight = {_WEIGHT}, due_at = greatest(c.due_at, :now),
        priority = CASE WHEN home.promised THEN 0 ELSE 5 END, closed_at = NULL,
        owner_id = CASE WHEN home.promised THEN c.owner_id END, (outcome, outcome_at) = (
          SELECT m.outcome, m.at FROM case_moves m
          WHERE m.case_id = c.id AND m.outcome IS NOT NULL AND m.outcome <> 'withdrawn' ORDER BY m.at DESC LIMIT 1
        )
      FROM known home WHERE c.id = home.id
      RETURNING c.id, home.promised
    ), booked AS (
      INSERT INTO case_moves (id, department_id, case_id, event, before, after, at)
      SELECT gen_random_uuid(), :department_id, id, :book, :after, :booked, :now + interval '1 microsecond'
      FROM opened WHERE promised
    )
    INSERT INTO case_moves (id, department_id, case_id, event, before, after, at)
    SELECT gen_random_uuid(), :department_id, id, :event, 'closed', :after, :now FROM opened
    RETURNING case_id
""")  # noqa: S608 - our own words

_newer = aliased(BeneficiaryList)
ENDS_CALLS = or_(
    BeneficiaryList.status == ListStatus.WITHDRAWN,
    BeneficiaryList.ended_at.is_not(None),
    and_(
        BeneficiaryList.status == ListStatus.REPLACED,
        exists().where(
            _newer.replaces_id == BeneficiaryList.id,
            _newer.withdraws_missing,
            _newer.status.in_([ListStatus.APPROVED, ListStatus.REPLACED]),
        ),
    ),
)


def list_ends_calls(session: Session, list_id: UUID) -> bool:
    """Tell whether nobody is called any more because of a list: it was withdrawn, has ended, or its newer version says so."""
    return bool(session.scalar(select(exists().where(BeneficiaryList.id == list_id, ENDS_CALLS))))


def lock_ended_lists_with_open_cases(session: Session) -> Sequence[BeneficiaryList]:
    """Lock the lists that end calls and of which somebody still waits: a call was at her case at that moment."""
    waiting = exists().where(
        Case.campaign_id == BeneficiaryList.campaign_id,
        Case.list_id == BeneficiaryList.id,
        Case.status.in_([CaseStatus.WAITING, CaseStatus.CALLBACK, CaseStatus.CLAIMED]),
    )
    left = select(BeneficiaryList).where(ENDS_CALLS, waiting)
    return session.scalars(left.order_by(BeneficiaryList.id).with_for_update(key_share=True)).all()


def meet_other_homes(session: Session, kept: BeneficiaryList) -> None:
    """Find where the open cases of a locked list may go on, for the two functions that follow."""
    others = select(BeneficiaryList.id).where(
        BeneficiaryList.campaign_id == kept.campaign_id,
        BeneficiaryList.status == ListStatus.APPROVED,
        BeneficiaryList.ended_at.is_(None),
        BeneficiaryList.id != kept.id,
    )
    ids = session.scalars(others.order_by(BeneficiaryList.uploaded_at, BeneficiaryList.id)).all()
    session.execute(text("DROP TABLE IF EXISTS pg_temp.other_homes"))
    with _without_loops(session):
        session.execute(_OTHER_HOMES, _facts(kept) | {"others": list(ids)})
    session.execute(text("ANALYZE other_homes"))


def unanswered_calls_of_list(session: Session, kept: BeneficiaryList) -> Sequence[Row[Any]]:
    """Return id and status of calls that nobody has answered yet to people whom only this list names."""
    return session.execute(_CALLS, _facts(kept)).all()


def rehome_cases(session: Session, kept: BeneficiaryList) -> None:
    """Let the open cases of a locked list go on from other lists that name their people."""
    session.execute(_REHOME)
    accept_homes(session, kept)


def accept_homes(session: Session, kept: BeneficiaryList) -> None:
    """Let rows at which a case of the list's campaign now stands count as called."""
    session.execute(_ACCEPT_HOMES, _facts(kept))
    session.refresh(kept, ["accepted", "rejected"])


def reopen_withdrawn_cases(session: Session, kept: BeneficiaryList, *, now: datetime) -> int:
    """Open again the cases of people whom a locked list names and who were withdrawn with an earlier one, or at its end."""
    gone = BeneficiaryList.status.in_([ListStatus.WITHDRAWN, ListStatus.REPLACED]) | BeneficiaryList.ended_at.is_not(
        None
    )
    earlier = exists().where(BeneficiaryList.campaign_id == kept.campaign_id, gone)
    if not session.scalar(select(earlier)):
        return 0
    event, book = CaseEvent.REOPEN, CaseEvent.BOOK
    after = advance(CaseStatus.CLOSED, event)
    moves = {"event": event.value, "after": after, "book": book.value, "booked": CaseStatus.CALLBACK.value}
    facts = _facts(kept) | moves | {"now": now}
    with _without_loops(session):
        opened = len(session.execute(_REOPEN, facts).all())
    accept_homes(session, kept)
    return opened


@contextmanager
def _without_loops(session: Session) -> Iterator[None]:
    """Join whole lists: of rows that have just come PostgreSQL knows no number, and might compare each with each."""
    session.execute(text("SELECT set_config('enable_nestloop', 'off', true)"))
    yield
    session.execute(text("SELECT set_config('enable_nestloop', 'on', true)"))


def _facts(kept: BeneficiaryList) -> dict[str, Any]:
    return {"list_id": kept.id, "campaign_id": kept.campaign_id, "department_id": kept.department_id}
