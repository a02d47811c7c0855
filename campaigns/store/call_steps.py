"""How far a talk has come: a row for each step of the script that came up, and for the word "nearly done"."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.script_progress import NEARLY_DONE
from campaigns.store.tables import Call, CallStep


def newest_step(session: Session, call_id: UUID) -> str | None:
    """Return the step that a talk has come to; None: its opening."""
    steps = select(CallStep.step).where(CallStep.call_id == call_id)
    return session.scalar(steps.order_by(CallStep.began_at.desc()).limit(1))


def note_step(session: Session, call: Call, step: str, *, at: datetime) -> None:
    """Keep that a step came up, unless it stands already; "nearly done" stands whatever is answered after it."""
    if newest_step(session, call.id) not in (step, NEARLY_DONE):
        row = insert(CallStep).values(department_id=call.department_id, call_id=call.id, began_at=at, step=step)
        session.execute(row.on_conflict_do_nothing())


def take_back_nearly_done(session: Session, call_id: UUID) -> None:
    """Let the talk be where it was before the agent said that she is nearly done."""
    session.execute(delete(CallStep).where(CallStep.call_id == call_id, CallStep.step == NEARLY_DONE))
