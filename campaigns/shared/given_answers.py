"""An answer as it is kept, and what of the desk changes by it; shared by both ways on which an answer comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.desk.desk_entries import GivenAnswer
from campaigns.rules.refusals import DOES_NOT_FIT, Refusal
from campaigns.rules.scripts.progress import step_on_screen
from campaigns.store.desk.talks import Talk, save_given
from campaigns.store.session import Session
from campaigns.store.tables import AgentSession


@dataclass(frozen=True)
class Saved:
    """An answer that is kept. `answers`: all of the call, where nothing else on her desk has changed by it."""

    answers: Mapping[str, Any] | None = None


def keep_given(
    session: Session, agent: AgentSession, talk: Talk, given: GivenAnswer, *, at: datetime
) -> Refusal | Saved:
    """Keep or replace the answer to one step of a talk of this locked agent; the same key again changes nothing."""
    script, before, after = talk.script, talk.answers, {**talk.answers, given.step: given.value}
    if script is not None and not script.fitting({given.step: given.value}):
        return DOES_NOT_FIT
    path = script.path(after) if script is not None else None
    on_screen = None
    if path is not None and agent.call_id == given.call_id and agent.status is AgentStatus.ON_CALL:
        on_screen = step_on_screen(path)  # after the talk, nothing tells how far it is
    new = save_given(session, talk.call, given, agent.user_id, on_screen, at=at)
    if not new or script is None or path is None or agent.call_id != given.call_id:
        return Saved()
    same_person = script.path(before).confirmed is path.confirmed  # shows what may be shown of her
    return Saved(after if same_person else None)
