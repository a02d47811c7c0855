"""What a rehearsal says, in sentences of the page's language; in English those of rules/rehearsal/words.py."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.languages import SPOKEN
from agent_ui.numbers import day, number, percent
from campaigns.rules.rehearsal.limits import Limit

_ = lazy_gettext
WHY: Final[dict[Limit, tuple[LazyString, LazyString]]] = {
    Limit.NOBODY_LEFT: (_("Nobody is left to be called."), _("Upload another list.")),
    Limit.LANGUAGE: (
        _("%(people)s people wait for an agent who speaks %(languages)s, and nobody does."),
        _("Enter or bring agents who speak it."),
    ),
    Limit.CARRIER: (
        _("The carrier limits it: agents wait %(share)s of their time for its calls per second or its lines."),
        _("With twice the rate and lines"),
    ),
    Limit.HOURS: (
        _("The calling hours limit it: for %(share)s of the agents' time nobody may be called."),
        _("Let the agents sit within the calling hours, or widen the campaign's own hours."),
    ),
    Limit.PLACES: (
        _("Closed places limit it: for %(share)s of the agents' time only people were due whose area is shut."),
        _("Begin where no outage, holiday or gap stands, or add lists of other areas."),
    ),
    Limit.RETRY_PLAN: (
        _(
            "The attempts limit it: for %(share)s of the agents' time everybody left waits for the next of up to %(attempts)s attempts."
        ),
        _(
            "More agents would not finish it sooner; fewer agents, fewer attempts or another list beside it would use them."
        ),
    ),
    Limit.MODE: (
        _("The mode limits it: agents wait %(share)s of their time while single calls ring."),
        _("In predictive mode"),
    ),
    Limit.ABANDON_CAP: (
        _(
            "The cap on abandoned calls limits it: agents wait %(share)s of their time so that nobody answers to silence."
        ),
        _("With %(agents)s agents"),
    ),
    Limit.AGENTS: (
        _("The agents limit it: they talk or write for %(share)s of their time."),
        _("With %(agents)s agents"),
    ),
}


def in_words(day_written: str | None) -> str:
    """Return a stored day as people write it."""
    return day(date.fromisoformat(day_written)) if day_written else "–"


def finish_sentence(found: Mapping[str, Any]) -> str:
    """Say when the campaign is finished."""
    finish = found["finish"]
    if finish["on"] is None:
        return str(
            gettext(
                "Not finished within %(days)s days: %(people)s people still wait.",
                days=number(found["plan"]["days"]),
                people=number(found["total"]["waiting"]),
            )
        )
    return str(
        gettext(
            "Finished on %(day)s, after %(days)s days; 95 of 100 people are through by %(nearly)s.",
            day=in_words(finish["on"]),
            days=number(finish["days"]),
            nearly=in_words(finish["nearly_on"]),
        )
    )


def range_sentence(found: Mapping[str, Any]) -> str:
    """Say how far it may be off; empty where it was played only once, or never came to an end."""
    finish = found["finish"]
    if finish["on"] is None or finish["runs"] == 1:
        return ""
    if finish["latest"] == finish["earliest"]:
        return str(
            gettext("In %(runs)s runs with other luck and other people it was the same day.", runs=finish["runs"])
        )
    if finish["latest"] is None:
        return str(
            gettext(
                "In %(runs)s runs with other luck and other people it was %(earliest)s at the earliest, and once not in this time.",
                runs=finish["runs"],
                earliest=in_words(finish["earliest"]),
            )
        )
    return str(
        gettext(
            "In %(runs)s runs with other luck and other people it was between %(earliest)s and %(latest)s.",
            runs=finish["runs"],
            earliest=in_words(finish["earliest"]),
            latest=in_words(finish["latest"]),
        )
    )


def limit_sentence(found: Mapping[str, Any]) -> str:
    """Say what limits it and what would change it."""
    limit = found["limit"]
    why, change = WHY[Limit(limit["because"])]
    numbers = {
        "share": percent(limit["share"]),
        "people": number(limit["people"]),
        "languages": gettext(", ").join(SPOKEN.get(tag, tag) for tag in limit["languages"]),
        "attempts": limit["max_attempts"],
        "agents": number(limit.get("changed_agents") or limit["agents"]),
    }
    said, changed = str(why) % numbers, str(change) % numbers
    after, before = limit.get("after"), limit.get("before")
    if after is None:
        return said if "changed_agents" in limit and limit["because"] != Limit.LANGUAGE else f"{said} {changed}"
    without = number(round(before, 1)) if before is not None else "–"
    compared = gettext(
        "%(change)s, 95 of 100 people are through after %(after)s days instead of %(before)s.",
        change=changed.rstrip(".۔"),
        after=number(round(after, 1)),
        before=without,
    )
    return f"{said} {compared}"


def forecast_sentence(found: Mapping[str, Any]) -> str:
    """Say on one line when a running campaign will be finished."""
    finish = found["finish"]
    if finish["on"] is None:
        return str(
            gettext(
                "At this pace it is not finished within %(days)s days: more agents or longer hours are needed.",
                days=number(found["plan"]["days"]),
            )
        )
    if finish["latest"] is None or finish["earliest"] == finish["latest"]:
        return str(
            gettext(
                "At this pace finished on %(day)s; 95 of 100 people are through by %(nearly)s.",
                day=in_words(finish["on"]),
                nearly=in_words(finish["nearly_on"]),
            )
        )
    return str(
        gettext(
            "At this pace finished on %(day)s (between %(earliest)s and %(latest)s); 95 of 100 people are through by %(nearly)s.",
            day=in_words(finish["on"]),
            earliest=in_words(finish["earliest"]),
            latest=in_words(finish["latest"]),
            nearly=in_words(finish["nearly_on"]),
        )
    )
