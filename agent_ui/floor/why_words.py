"""Each line of the table that says why a campaign is not dialling: its words, and what would change it, and where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.floor.obstacle_words import WHY
from agent_ui.language_names import name_of_language
from agent_ui.numbers import moment, number
from campaigns.rules.floor.why_table import Line, TableLine
from campaigns.rules.roles import Role
from campaigns.store.tables import Campaign

_ = lazy_gettext
WORDS: Final[dict[Line, tuple[LazyString, LazyString]]] = {
    Line.LISTS: (_("Approved lists"), _("The department uploads a list and approves it.")),
    Line.CAMPAIGN: (
        _("Campaign"),
        _("It is submitted, approved and started; a paused or finished one is started again."),
    ),
    Line.HOURS: (_("Calling hours, holidays and rests"), _("They are set in the calendar, and for the campaign.")),
    Line.CARRIER: (_("Phone company"), _("An administrator looks at the settings and at the line to the internet.")),
    Line.LINES: (_("Free lines of the phone company"), _("An administrator has more lines set.")),
    Line.READY: (_("Agents who are ready"), _("More agents sign in, or come back from their break.")),
    Line.SILENT: (_("At work, but the desk is not heard"), _("Check the centre's power and its line to the internet.")),
    Line.ON_THE_PHONE: (_("On a call, or one is being placed for them"), _("They are free again by themselves.")),
    Line.WRAP_UP: (_("In wrap-up"), _("They are free again by themselves.")),
    Line.ON_BREAK: (_("On break"), _("Ask them to come back.")),
    Line.OPEN: (_("People still to be dealt with"), _("Another list brings more.")),
    Line.DUE: (_("of these due now"), _("The lines below say who of them is held back.")),
    Line.LATER: (_("waiting for a retry or a promised time"), _("It goes on by itself then.")),
    Line.IN_CALL: (
        _("in hand: being called, in a call, or the outcome being logged"),
        _("What comes of these calls decides whether anybody is called again."),
    ),
    Line.UNSPOKEN: (_("due, but nobody signed in speaks their language"), _("An agent who speaks it signs in.")),
    Line.UNREADY: (
        _("due, and who speaks their language is not ready"),
        _("They are free again by themselves; ask those on break to come back."),
    ),
    Line.SHUT: (_("due, but an outage, holiday or rest where they live"), _("They are set in the calendar.")),
    Line.RESTING: (
        _("due, but their phone was rung lately or often"),
        _("The limits of calls are set in the calendar."),
    ),
    Line.BUSY: (_("due, but their phone is in another call"), _("They are called when that call has ended.")),
    Line.OPTED_OUT: (_("due, but their number must not be called"), _("The register of opt-outs says why.")),
    Line.OWNER_AWAY: (
        _("promised calls that wait for the agent who promised"),
        _("After ten minutes anyone takes them."),
    ),
    Line.USED_UP: (
        _("closed: all attempts used up"),
        _("A newer list with another number opens them again. For the others more attempts can be set."),
    ),
    Line.AHEAD: (_("Calls ahead of free agents"), _("How calls are placed is set for the campaign.")),
    Line.PREVIEWS: (_("Records that agents are reading before the call"), _("They press Call now.")),
    Line.DIALLER: (_("The dialler"), _("An administrator starts it again; its log says why it stopped.")),
    Line.DIALLING: (_("Calls on their way now"), _("Nothing to do.")),
}
BECAUSE: Final[dict[str, LazyString]] = {
    "holiday": _("holiday"),
    "outside_hours": _("outside the hours"),
    "gap": _("rest of the day"),
    "carrier_keys_refused": _("keys refused"),
    "carrier_no_funds": _("account stopped"),
    "caller_id_refused": _("caller number refused"),
    "country_blocked": _("country not allowed"),
    "carrier_silent": _("does not answer"),
    "calls_not_leaving": _("calls do not leave"),
    "clocks_apart": _("clocks do not agree"),
    "carrier_not_heard": _("what it tells does not arrive"),
    "carrier_rate_limit": _("limit of calls a second reached"),
    "carrier_concurrency_limit": _("limit of calls at once reached"),
    "few_agents": _("too few agents: one call for each free agent"),
    "at_the_cap": _("limit of abandoned calls: one call for each free agent"),
    "closing": _("hours are about to end: one call for each free agent"),
    "not_running": _("not running"),
    "starting": _("starting"),
    "draft": _("draft"),
    "submitted": _("waits for approval"),
    "approved": _("approved, not started"),
    "running": _("running"),
    "paused": _("paused"),
    "finished": _("finished"),
    "archived": _("archived"),
}
CARRIER_AWAY: Final = _("not reached")
FINE: Final = _("in order")
CALENDAR: Final = (Line.HOURS, Line.SHUT, Line.RESTING)


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it."""

    name: str
    words: str
    value: str
    hint: str
    link: str | None
    stands: bool


def shown_line(line: TableLine, campaign: Campaign, role: Role) -> ShownLine:
    """Put a line into words, with a link for those who can change it."""
    words, hint = WORDS[line.line]
    link = _link(line.line, campaign, role)
    if line.line is Line.CARRIER and line.obstacle:
        hint = WHY[line.obstacle][1] % {"until": moment(line.until, campaign.zone) if line.until else "–"}
    return ShownLine(line.line.value, str(words), _value(line, campaign.zone), str(hint), link, line.stands)


def _value(line: TableLine, zone: str) -> str:
    parts = [] if line.count is None else [number(line.count)]
    if line.because:
        known = BECAUSE.get(line.because, CARRIER_AWAY)
        parts.append(str(known))
    parts += [name_of_language(tag) for tag in line.words]
    if line.until and (line.stands or line.because):
        parts.append(_until(line.until, zone))
    return str(gettext(", ")).join(parts) if parts else str(FINE)


def _until(at: datetime, zone: str) -> str:
    said: str = gettext("until %(moment)s", moment=moment(at, zone))
    return said


def _link(line: Line, campaign: Campaign, role: Role) -> str | None:
    may_plan = role is not Role.SUPERVISOR
    if may_plan and (line is Line.USED_UP or (line is Line.HOURS and campaign.opens)):  # it keeps to hours of its own
        return url_for("plan.show", campaign_id=campaign.id)
    if line in CALENDAR:
        return url_for("calendar.show", region=campaign.region)
    if line is Line.AHEAD:
        return url_for("placing.show", campaign_id=campaign.id)
    if line in (Line.LISTS, Line.CAMPAIGN) and may_plan:
        return url_for("campaigns.show", campaign_id=campaign.id)
    if line is Line.OPTED_OUT and may_plan:
        return url_for("opt_outs.show", department_id=campaign.department_id)
    return None
