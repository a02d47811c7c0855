"""A talk as each of its answers finds it, read in one statement; and all that an answer leaves, in one more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, bindparam, text
from sqlalchemy.orm import Session

from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.rules.scripts.progress import NEARLY_DONE
from campaigns.store.calls.call_scripts import CallScript, PersonKnown, script_for, with_record
from campaigns.store.calls.call_steps import NOTE_STEP, STEPS
from campaigns.store.desk.answers import ANSWERS
from campaigns.store.desk.open_desks import IS_OPEN
from campaigns.store.ready_statements import Ready
from campaigns.store.rows_as_one import rows_as_one
from campaigns.store.tables import AgentSession, Call, User
from campaigns.store.tables.shape import WrittenJson

_RECORD: Final = with_record(Call, rows_as_one(ANSWERS))
_TALK: Final = Ready(_RECORD)
_AT_DESK: Final = Ready(
    _RECORD.add_columns(AgentSession, User)
    .join(AgentSession, AgentSession.call_id == Call.id)
    .join(User, User.id == AgentSession.user_id)
    .where(User.id == bindparam("user_id"), IS_OPEN)
    .with_for_update(of=AgentSession, key_share=True)
)
# An entry that was refused before may be taken now.
_SAVE: Final = Ready(
    text(f"""
  WITH taken AS (
    INSERT INTO desk_entries (key, department_id, call_id, user_id, kind, at)
    VALUES (:key, :department_id, :call_id, :user_id, 'answer', :at)
    ON CONFLICT (key) DO UPDATE SET refused_because = NULL, body = NULL, at = excluded.at
      WHERE desk_entries.refused_because IS NOT NULL
    RETURNING key
  ), kept AS (
    INSERT INTO answers (department_id, call_id, case_id, step, value, at, taking)
    SELECT :department_id, :call_id, :case_id, :step, jsonb_build_object('value', :value), :at, :taking FROM taken
    ON CONFLICT (call_id, step) DO UPDATE SET value = excluded.value, at = excluded.at, taking = excluded.taking
      WHERE answers.taking <= excluded.taking
    RETURNING step
  ), came AS (
    {NOTE_STEP.format(whence="FROM kept")}
  )
  SELECT step FROM kept
""").bindparams(  # noqa: S608 - our own words
        bindparam("value", type_=WrittenJson()),
        *(bindparam(name, type_=Text) for name in ("key", "step")),
        *STEPS,
    )
)


@dataclass(frozen=True)
class Talk:
    """A call with the script that it follows and the answers that it has."""

    call: Call
    script: CallScript | None
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class TalkAtDesk:
    """The talk that an agent has now, with her and her locked desk."""

    talk: Talk
    agent: AgentSession
    person: User


def talk_of(session: Session, call_id: UUID) -> Talk | None:
    """Return the talk of a call, which is only read."""
    found = _TALK.one(session, {"call_id": call_id})
    return _talk(session, *found) if found else None


def talk_at_desk(session: Session, user_id: UUID, call_id: UUID) -> TalkAtDesk | None:
    """Return a call as a talk of a user, if it stands at her open desk, which is locked; an answer needs no more."""
    found = _AT_DESK.one(session, {"user_id": user_id, "call_id": call_id})
    if found is None:
        return None
    *of_talk, agent, person = found
    return TalkAtDesk(_talk(session, *of_talk), agent, person)


def _talk(session: Session, version_id: UUID | None, *of_talk: Any) -> Talk:
    *known, call, answers = of_talk
    return Talk(call, script_for(session, version_id, PersonKnown(*known)), dict(answers or ()))


def save_given(
    session: Session, call: Call, given: GivenAnswer, user_id: UUID, on_screen: str | None, *, at: datetime
) -> bool:
    """Keep an answer, and the step of the script that comes up by it, if any.

    False where it has come before, or where a newer one was given since the desk was taken elsewhere.
    """
    facts = {
        "key": given.key,
        "department_id": call.department_id,
        "call_id": call.id,
        "case_id": call.case_id,
        "user_id": user_id,
        "step": given.step,
        "value": given.value,
        "taking": given.taking,
        "on_screen": on_screen,  # NULL is among no steps, and so noted nowhere
        "nearly_done": NEARLY_DONE,
        "at": at,
    }
    return _SAVE.one(session, facts) is not None
