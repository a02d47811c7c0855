"""Keeps one answer of a practice call with its moment; some invented people ring off at a question."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.practice.practice import practice_status
from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.store.personas import personas
from campaigns.store.practice import open_practice_call
from campaigns.store.session import EVERYTHING, Database

SPEAKS_FOR: Final = timedelta(seconds=6)  # her last words, before she rings off
MOST_KEPT: Final = 500  # answers of one call, changed ones among them


def note_practice_answer(
    db: Database, user_id: UUID, call_id: UUID, step: str, value: Any, *, now: datetime
) -> Refusal | None:
    """Add an answer to the practice call on this desk; the same one again changes nothing."""
    with db.transaction(EVERYTHING) as session:
        call = open_practice_call(session, user_id)
        if call is None or call.id != call_id or len(call.given) >= MOST_KEPT:
            return NOT_YOUR_CALL
        latest = {given["step"]: given["value"] for given in call.given}
        if step not in latest or latest[step] != value:
            call.given = [*call.given, {"step": step, "value": value, "at": now.isoformat()}]
            latest[step] = value
        broken = personas()[call.persona].breaks_off
        talks = practice_status(call.answered_at, call.hung_up_at, now=now, logged=False) is AgentStatus.ON_CALL
        if broken and broken.hangs_up and len(latest) >= broken.at and talks and call.hung_up_at is None:
            call.hung_up_at = now + SPEAKS_FOR
        return None
