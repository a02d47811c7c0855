"""What a rehearsal says in English sentences; agent_ui/rehearsal/sentences.py says the same in the page's language."""

from datetime import date
from typing import Any, Final

from campaigns.rules.rehearsal.limits import Limit

WHY: Final[dict[Limit, tuple[str, str]]] = {
    Limit.NOBODY_LEFT: ("Nobody is left to be called.", "Upload another list."),
    Limit.LANGUAGE: (
        "%(people)s people wait for an agent who speaks %(languages)s, and nobody does.",
        "Enter or bring agents who speak it.",
    ),
    Limit.CARRIER: (
        "The carrier limits it: agents wait %(share)s of their time for its calls per second or its lines.",
        "With twice the rate and lines",
    ),
    Limit.HOURS: (
        "The calling hours limit it: for %(share)s of the agents' time nobody may be called.",
        "Let the agents sit within the calling hours, or widen the campaign's own hours.",
    ),
    Limit.PLACES: (
        "Closed places limit it: for %(share)s of the agents' time only people were due whose area is shut.",
        "Begin where no outage, holiday or gap stands, or add lists of other areas.",
    ),
    Limit.RETRY_PLAN: (
        "The attempts limit it: for %(share)s of the agents' time everybody left waits for the next of up to %(attempts)s attempts.",
        "More agents would not finish it sooner; fewer agents, fewer attempts or another list beside it would use them.",
    ),
    Limit.MODE: (
        "The mode limits it: agents wait %(share)s of their time while single calls ring.",
        "In predictive mode",
    ),
    Limit.ABANDON_CAP: (
        "The cap on abandoned calls limits it: agents wait %(share)s of their time so that nobody answers to silence.",
        "With %(agents)s agents",
    ),
    Limit.AGENTS: (
        "The agents limit it: they talk or write for %(share)s of their time.",
        "With %(agents)s agents",
    ),
}
COMPARED: Final = "%(change)s, 95 of 100 people are through after %(after)s days instead of %(before)s."
COMPARED_NEVER: Final = "%(change)s, 95 of 100 people are through after %(after)s days; without it not in this time."
MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def finish_sentence(found: dict[str, Any]) -> str:
    """Say when the campaign is finished, with an honest range."""
    finish, plan = found["finish"], found["plan"]
    if finish["on"] is None:
        nearly = f" 95 of 100 people are through by {day(finish['nearly_on'])}." if finish["nearly_on"] else ""
        return f"Not finished within {plan['days']} days: {found['total']['waiting']:,} people still wait.{nearly}"
    said = f"Finished on {day(finish['on'])}, after {finish['days']} days; 95 of 100 people are through by {day(finish['nearly_on'])}."
    if finish["runs"] > 1 and finish["latest"] is None:
        return f"{said} In {finish['runs']} runs it was {day(finish['earliest'])} at the earliest, and not within {plan['days']} days at the latest."
    if finish["runs"] > 1:
        return f"{said} In {finish['runs']} runs it was between {day(finish['earliest'])} and {day(finish['latest'])}."
    return said


def limit_sentence(found: dict[str, Any]) -> str:
    """Say what limits it and what would change it."""
    limit = found["limit"]
    why, change = WHY[Limit(limit["because"])]
    numbers = {
        "share": f"{limit['share']:.0%}",
        "people": f"{limit['people']:,}",
        "languages": ", ".join(limit["languages"]),
        "attempts": limit["max_attempts"],
        "agents": limit.get("changed_agents"),
    }
    why, change = why % numbers, change % numbers
    if limit.get("after") is None:
        return f"{why} {change}." if change and not change.endswith(".") else f"{why} {change}".strip()
    sentence = COMPARED if limit["before"] is not None else COMPARED_NEVER
    change = change.rstrip(".")
    return f"{why} {sentence % {'change': change, 'after': limit['after'], 'before': limit['before']}}"


def notes(found: dict[str, Any]) -> list[str]:
    """Say what must be known of these figures."""
    said = []
    if found["share"] < 1:
        said.append(
            f"The list is long: {found['rehearsed_people']:,} people ({found['share']:.1%}, the same every time) were"
            f" rehearsed with {found['plan']['agents']} of {found['asked_agents']} agents and as much of the carrier."
        )
    if found["exact_seconds"]:
        said.append(
            f"The pacing rule was played second by second for {found['exact_seconds'] // 60} minutes, the first of each"
            " hour; the rest follows from these."
        )
        said.append(
            "People are called here in the order of the queue. Where the campaign learns when people answer, the dialler"
            " also chooses among the next by how likely each is to answer: agents then wait a little less than is said here."
        )
    if found["silenced"]:
        said.append(f"{found['silenced']:,} people are left out: they must not be called.")
    price = found["price"]
    if found["total"]["cost"] is None:
        said.append("No cost: no price is set. Read the carrier's and set CARRIER_PRICE_PER_MINUTE.")
    else:
        rate = f"{price['per_minute']:g} a begun minute, {price['per_call']:g} a call"
        said.append(f"Cost {money(found['total']['cost'], found)} at {rate} ({price['source'] or 'source not given'}).")
    measured = max(row["n"] for row in found["assumptions"])
    said.append(
        f"Calibrated from {measured:,} calls of this campaign."
        if measured
        else "All people and agents are assumed; see --json."
    )
    return said


def money(amount: float, found: dict[str, Any]) -> str:
    """Return an amount with its currency."""
    return f"{amount:,.0f} {found['price']['currency']}".strip()


def day(on: str | None) -> str:
    """Return a day as 14 December."""
    if on is None:
        return "–"
    at = date.fromisoformat(on)
    return f"{at.day} {MONTHS[at.month - 1]}"
