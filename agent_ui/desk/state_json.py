"""A desk's state as JSON: what the page and robot agents read."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from agent_ui.desk.supervisor_json import supervisor_json
from agent_ui.language_names import LANGUAGES
from campaigns.rules.agent_states import CHOSEN_REASONS, AgentStatus
from campaigns.rules.call_states import Direction
from campaigns.rules.calling.callback_slots import callback_hours, callback_slots
from campaigns.rules.calling.preview import SkipReason
from campaigns.rules.carrier.words_to_callers import OPENING
from campaigns.rules.desk.campaign_outcomes import KEYS, outcomes_of
from campaigns.rules.outcomes import SENSITIVE, Outcome
from campaigns.rules.phone_mask import mask_phone
from campaigns.rules.scripts.opening import SCHEME
from campaigns.rules.scripts.path import Path
from campaigns.store.desk.desk import DeskCall, DeskState
from campaigns.store.tables import AgentSession, Call

STAMP_LETTERS: Final = 8
BEGINS_TOGETHER: Final = timedelta(seconds=5)  # the moments of a talk are the carrier's, in whole seconds
TICKING = ("revision", "seconds", "call.started_seconds", "call.expires_seconds")  # change without news


def state_json(state: DeskState) -> dict[str, Any]:
    """Return the state of a desk; spans are whole seconds of our clock, moments are ISO 8601."""
    agent, desk = state.agent, state.call
    return {
        "session": str(agent.id),
        "agent": str(agent.user_id),
        "tab": agent.tab,
        "taking": agent.taking,
        "stamp": stamp_of(agent),
        "status": agent.status.value,
        "since": agent.since.isoformat(),
        **ticking(since=agent.since, at=state.at),
        "pause_reason": agent.pause_reason,
        "next_pause": agent.next_pause,
        "leg": agent.leg,
        "leg_up": agent.leg == "none" or agent.leg_call_id is not None,
        "asked_for_help": agent.asked_for_help_at is not None,
        "carrier_rests": state.carrier_rests,
        "campaign": _campaign(state),
        "call": _call(desk, agent, state.at) if desk else None,
        "person": _person(desk, state.work.scheme) if desk else None,
        "merged": _merged(desk, state.work.scheme) if desk else {},
        "script_version": _text(
            desk.script.version_id if desk and desk.script else state.work.campaign.script_version_id
        ),
        "answers": dict(desk.answers) if desk else {},
        "record": dict(desk.script.record) if desk and desk.script else {},
        "suggested_outcome": _suggested(desk) if desk else None,
        "outcomes": [
            {"word": outcome.value, "key": KEYS[outcome], "sensitive": outcome in SENSITIVE}
            for outcome in outcomes_of(state.work.campaign.outcomes)
        ],
        "other_languages": other_languages(agent, state.work.campaign.languages),
        "slots": _slots(desk, state) if desk else [],
        "slot_hours": _hours(desk, state) if desk else [],
        "others": [
            {"id": str(other.case_id), "name": other.name, "village": other.village, "campaign": other.campaign}
            for other in (desk.others if desk else ())
        ],
        "attempts": [{"at": at.isoformat(), "outcome": outcome} for at, outcome in (desk.attempts if desk else ())],
        "callbacks": [{"at": at.isoformat(), "name": name} for at, name in state.callbacks],
        "today": {"calls": state.day.talked, "completed": state.day.completed},
        "shift_since": state.day.began.isoformat() if state.day.began else None,
        "break": _break(state),
        "pauses": [reason.value for reason in CHOSEN_REASONS],
        "skip_reasons": [reason.value for reason in SkipReason],
        "supervisor": supervisor_json(state.supervisor),
    }


def other_languages(agent: AgentSession, campaign: Sequence[str]) -> list[str]:
    """Return what somebody may speak who needs another language than hers: those of the campaign first."""
    return [tag for tag in dict.fromkeys([*campaign, *LANGUAGES]) if tag in LANGUAGES and tag not in agent.languages]


def stamp_of(agent: AgentSession) -> str:
    """Return a short mark of how an agent's session stands: while it stays, a desk without a call mostly stays, too."""
    stands = (agent.status, agent.since, agent.pause_reason, agent.next_pause, agent.call_id, agent.tab)
    reached = (agent.id, agent.leg, agent.leg_call_id, agent.asked_for_help_at)
    return hashlib.sha256(repr((stands, reached)).encode()).hexdigest()[:STAMP_LETTERS]


def ticking(*, since: datetime, at: datetime) -> dict[str, int]:
    """Return what every answer of a desk tells: which of two is the newer one, and for how long it has stood so."""
    return {"revision": int(at.timestamp() * 1000), "seconds": _seconds(since, at)}


def without_ticking(state: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a state that only news can change."""
    still = {name: value for name, value in state.items() if name not in TICKING}
    if still["call"]:
        still["call"] = {name: value for name, value in still["call"].items() if f"call.{name}" not in TICKING}
    return still


def _break(state: DeskState) -> dict[str, int] | None:
    """Return the seconds of this kind of break that are allowed a day, and those taken before the present one."""
    allowed = state.day.break_allowed
    if allowed is None:
        return None
    return {"before": int(state.day.break_before.total_seconds()), "allowed": int(allowed.total_seconds())}


def _campaign(state: DeskState) -> dict[str, Any]:
    campaign = state.work.campaign
    return {
        "id": str(campaign.id),
        "name": campaign.name,
        "department": state.work.department,
        "status": campaign.status.value,
        "languages": campaign.languages,
        "mode": campaign.mode.value,
        "zone": campaign.zone,
        "wrap_up_seconds": campaign.wrap_up_seconds,
        "preview_seconds": campaign.preview_seconds,
    }


def _call(desk: DeskCall, agent: AgentSession, at: datetime) -> dict[str, Any]:
    call, status = desk.call, agent.status
    return {
        "id": str(call.id),
        "status": call.status.value,
        "preview": call.preview,
        "phone_masked": mask_phone(call.phone),
        "started_seconds": _seconds(call.talking_at, call.ended_at or at) if call.talking_at else None,
        "nearly_done": desk.nearly_done and status is AgentStatus.ON_CALL,
        "expires_seconds": max(0, -_seconds(call.expires_at, at)),
        "skips_left": desk.skips_left,
        "on_hold": call.held_at is not None,
        "line_fell": call.agent_lost_at is not None and status is AgentStatus.ON_CALL,
        "taken_over": _is_taken_over(call, agent),
        "rang_us": call.direction is Direction.IN,
        "calling_back": _calling_back(desk) if call.direction is Direction.IN else None,
    }


def _is_taken_over(call: Call, agent: AgentSession) -> bool:
    """Tell whether she came into a talk that a colleague, whose line fell, had begun: her own begins with her being on call."""
    began = call.talking_at
    return agent.status is AgentStatus.ON_CALL and began is not None and agent.since > began + BEGINS_TOGETHER


def _calling_back(desk: DeskCall) -> Mapping[str, str]:
    """Return what is said first to somebody who rang us, in every language that it is known in."""
    own: Mapping[str, str] | None = desk.script.document.get("calling_back") if desk.script else None
    return own or OPENING


def _person(desk: DeskCall, scheme: str) -> dict[str, Any]:
    """Return the person's record. The scheme stands in it once it is known that she herself is on the line."""
    who, path = desk.beneficiary, _path(desk)
    return {
        "name": who.name,
        "relative_name": who.relative_name,
        "village": who.village,
        "block": desk.block,
        "district": desk.district,
        "state": desk.state,
        "scheme": scheme if path is None or path.confirmed is not False else None,
        "language": desk.language,
    }


def _merged(desk: DeskCall, scheme: str) -> dict[str, str]:
    """Return what only the script may say, and only in its own words: branching must not wait for the network."""
    return {SCHEME: scheme} if desk.script and desk.script.version.names_scheme else {}


def _path(desk: DeskCall) -> Path | None:
    return desk.script.path(desk.answers) if desk.script else None


def _suggested(desk: DeskCall) -> str | None:
    path = _path(desk)
    return path.suggested if path else None


def ended_with(state: DeskState) -> Outcome | None:
    """Return what came of a talk whose answers have led to an ending of the script; None before that."""
    path = _path(state.call) if state.call else None
    return path.suggested if path and path.next_step is None else None


def _slots(desk: DeskCall, state: DeskState) -> list[dict[str, str]]:
    return [
        {"name": slot.name.value, "at": slot.at.isoformat(), "until": slot.until.isoformat()}
        for slot in callback_slots(desk.rules, now=state.at, last_day=desk.last_day)
    ]


def _hours(desk: DeskCall, state: DeskState) -> list[str]:
    return [at.isoformat() for at in callback_hours(desk.rules, now=state.at, last_day=desk.last_day)]


def _seconds(since: datetime, at: datetime) -> int:
    return int((at - since).total_seconds())


def _text(value: object | None) -> str | None:
    return None if value is None else str(value)
