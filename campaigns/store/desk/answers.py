"""Answers and logged outcomes in the store."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.store.ready_statements import Ready
from campaigns.store.tables import Answer, Call, LoggedOutcome

_new = insert(Answer).values(
    department_id=bindparam("department_id"),
    call_id=bindparam("call_id"),
    case_id=bindparam("case_id"),
    step=bindparam("step"),
    value=bindparam("value"),
    at=bindparam("at"),
    taking=bindparam("taking"),
)
_SAVE: Final = _new.on_conflict_do_update(
    index_elements=["call_id", "step"],
    set_={"value": _new.excluded.value, "at": _new.excluded.at, "taking": _new.excluded.taking},
    where=Answer.taking <= _new.excluded.taking,
)
_LOGGED: Final = LoggedOutcome.metadata.tables[LoggedOutcome.__tablename__]
_LOG: Final = Ready(insert(_LOGGED).on_conflict_do_nothing().returning(_LOGGED.c.id))
_OF_CALL: Final = select(LoggedOutcome).where(LoggedOutcome.call_id == bindparam("call_id"))
ANSWERS: Final = select(Answer.step, Answer.value["value"]).where(Answer.call_id == bindparam("call_id"))


def save_answers(session: Session, call: Call, answers: Mapping[str, Any], *, at: datetime, taking: int = 0) -> None:
    """Keep answers of a call; a later answer to the same step replaces the earlier one, unless its desk is left behind."""
    of = {"department_id": call.department_id, "call_id": call.id, "case_id": call.case_id, "at": at, "taking": taking}
    if answers:
        session.execute(_SAVE, [of | {"step": step, "value": {"value": value}} for step, value in answers.items()])


def outcome_of_call(session: Session, call_id: UUID) -> LoggedOutcome | None:
    """Return what an agent has logged of a call."""
    return session.scalar(_OF_CALL, {"call_id": call_id})


def note_outcome(session: Session, logged: LoggedOutcome) -> bool:
    """Insert once per call and per key; False where either is taken."""
    values = {column.key: getattr(logged, column.key) for column in _LOGGED.c}
    return _LOG.one(session, values) is not None


def answers_of_call(session: Session, call_id: UUID) -> dict[str, Any]:
    """Return the answers of a call by step."""
    return {row.step: row[1] for row in session.execute(ANSWERS, {"call_id": call_id})}
