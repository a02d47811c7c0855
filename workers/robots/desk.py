"""What a robot reads off its desk: the state that the server holds, from its JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.outcomes import Outcome


@dataclass(frozen=True)
class Desk:
    """One state of the desk. `refused` says why the server did not do what the robot has just asked."""

    session: str
    status: AgentStatus
    pause_reason: PauseReason | None
    call_id: str | None
    preview: bool
    preview_seconds: float
    script_version: str | None
    language: str
    answers: Mapping[str, Any]
    record: Mapping[str, str]  # what the script asks of it
    suggested: Outcome | None
    slots: tuple[str, ...]
    today: date
    refused: str | None = None


def read_desk(state: Mapping[str, Any], refused: str | None = None) -> Desk:
    """Read a state. Raises KeyError, TypeError or ValueError where it is none."""
    call, person, campaign = state["call"], state["person"], state["campaign"]
    return Desk(
        session=state["session"],
        status=AgentStatus(state["status"]),
        pause_reason=PauseReason(state["pause_reason"]) if state["pause_reason"] else None,
        call_id=call["id"] if call else None,
        preview=bool(call and call["preview"]),
        preview_seconds=float(campaign["preview_seconds"]),
        script_version=state["script_version"],
        language=(person and person["language"]) or campaign["languages"][0],
        answers=state["answers"],
        record=state["record"],
        suggested=Outcome(state["suggested_outcome"]) if state["suggested_outcome"] else None,
        slots=tuple(slot["at"] for slot in state["slots"]),
        today=date.fromisoformat(state["since"][:10]),
        refused=refused,
    )


def joined(before: Mapping[str, Any], news: Mapping[str, Any]) -> dict[str, Any]:
    """Return a state after news of it: the parts that are new, and of call and person only the fields that are."""
    records = [name for name in ("call", "person") if before.get(name) and news.get(name)]
    return {**before, **news, **{name: before[name] | news[name] for name in records}}
