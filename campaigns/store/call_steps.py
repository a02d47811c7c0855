"""How far a talk has come: a row for each step of the script that came up, and for the word "nearly done"."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.rules.script_progress import NEARLY_DONE
from campaigns.store.tables import Call, CallStep

NEWEST_STEP: Final = (  # that a talk has come to; None: its opening
    select(CallStep.step)
    .where(CallStep.call_id == bindparam("call_id"))
    .order_by(CallStep.began_at.desc())
    .limit(1)
    .scalar_subquery()
)
_step = bindparam("step", type_=CallStep.step.type)
_NOTE: Final = (
    insert(CallStep)
    .from_select(
        ["department_id", "call_id", "began_at", "step"],
        select(
            bindparam("department_id", type_=Uuid),
            bindparam("call_id", type_=Uuid),
            bindparam("at", type_=DateTime(timezone=True)),
            _step,
        ).where(func.coalesce(NEWEST_STEP, "").not_in([_step, NEARLY_DONE])),
    )
    .on_conflict_do_nothing()
)


def note_step(session: Session, call: Call, step: str, *, at: datetime) -> None:
    """Keep that a step came up, unless it stands already; "nearly done" stands whatever is answered after it."""
    session.connection().execute(
        _NOTE, {"department_id": call.department_id, "call_id": call.id, "at": at, "step": step}
    )


def take_back_nearly_done(session: Session, call_id: UUID) -> None:
    """Let the talk be where it was before the agent said that she is nearly done."""
    session.execute(delete(CallStep).where(CallStep.call_id == call_id, CallStep.step == NEARLY_DONE))
