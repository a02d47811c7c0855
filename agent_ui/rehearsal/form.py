"""The form of a rehearsal: how many agents, how long, when they sit there and in which mode."""

from datetime import time
from typing import Final

from werkzeug.datastructures import MultiDict

from campaigns.rules.campaign_states import DialMode
from campaigns.rules.rehearsal.plan import BEGINS, ENDS, RehearsalPlan

AGENTS: Final = 20
DAYS: Final = 30
SUNDAY: Final = 6


def plan_from(fields: "MultiDict[str, str]", own_mode: DialMode) -> RehearsalPlan:
    """Return what is asked for; what is no number or time is one that the rules refuse."""
    mode = fields.get("mode", "")
    return RehearsalPlan(
        agents=_whole(fields.get("agents", str(AGENTS))),
        days=_whole(fields.get("days", str(DAYS))),
        mode=DialMode(mode) if mode in list(DialMode) else own_mode,
        begins=_time(fields.get("begins", f"{BEGINS:%H:%M}")),
        ends=_time(fields.get("ends", f"{ENDS:%H:%M}")),
        days_off=(SUNDAY,) if fields.get("sundays_off") else (),
    )


def fields_of(plan: RehearsalPlan) -> dict[str, str]:
    """Return a plan as the form's fields."""
    return {
        "agents": str(plan.agents or ""),
        "days": str(plan.days or ""),
        "mode": plan.mode.value,
        "begins": f"{plan.begins:%H:%M}",
        "ends": f"{plan.ends:%H:%M}",
        "sundays_off": "1" if SUNDAY in plan.days_off else "",
    }


def _whole(written: str) -> int:
    """Return a whole number, in any digits; 0 where there is none."""
    return int(written.strip()) if written.strip().isdecimal() and len(written) < 7 else 0


def _time(written: str) -> time:
    try:
        return time.fromisoformat(written.strip())
    except ValueError:
        return time.min
