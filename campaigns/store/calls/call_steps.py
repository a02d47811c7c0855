"""How far a talk has come: a row for each step of the script that came up, and for the word "nearly done"."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Text, bindparam, delete, select, text
from sqlalchemy.orm import Session

from campaigns.rules.scripts.progress import NEARLY_DONE
from campaigns.store.tables import Call, CallStep

NEWEST_STEP: Final = (  # that a talk has come to; None: its opening
    select(CallStep.step)
    .where(CallStep.call_id == bindparam("call_id"))
    .order_by(CallStep.began_at.desc())
    .limit(1)
    .scalar_subquery()
)
NOTE_STEP: Final = """
  INSERT INTO call_steps (department_id, call_id, began_at, step)
  SELECT :department_id, :call_id, :at, :on_screen {whence}
  WHERE coalesce((SELECT step FROM call_steps WHERE call_id = :call_id ORDER BY began_at DESC LIMIT 1), '')
    NOT IN (:on_screen, :nearly_done)
  ON CONFLICT DO NOTHING
"""
STEPS: Final = tuple(bindparam(name, type_=Text) for name in ("on_screen", "nearly_done"))
_NOTE: Final = text(NOTE_STEP.format(whence="")).bindparams(*STEPS)


def note_step(session: Session, call: Call, step: str, *, at: datetime) -> None:
    """Keep that a step came up, unless it stands already; "nearly done" stands whatever is answered after it."""
    facts = {"department_id": call.department_id, "call_id": call.id, "at": at}
    session.connection().execute(_NOTE, facts | {"on_screen": step, "nearly_done": NEARLY_DONE})


def take_back_nearly_done(session: Session, call_id: UUID) -> None:
    """Let the talk be where it was before the agent said that she is nearly done."""
    session.execute(delete(CallStep).where(CallStep.call_id == call_id, CallStep.step == NEARLY_DONE))
