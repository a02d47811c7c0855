"""The page's words for what limits a rehearsal, what agents spend their time on, and what was assumed."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from campaigns.rules.rehearsal.limits import Limit
from campaigns.rules.rehearsal.tally import Spent

_ = lazy_gettext
LIMITED_BY: Final[dict[Limit, LazyString]] = {
    Limit.NOBODY_LEFT: _("Nobody left"),
    Limit.LANGUAGE: _("Language"),
    Limit.CARRIER: _("Phone company"),
    Limit.HOURS: _("Calling hours"),
    Limit.PLACES: _("Closed places"),
    Limit.RETRY_PLAN: _("Next attempts"),
    Limit.MODE: _("Dial mode"),
    Limit.ABANDON_CAP: _("Cap on abandoned calls"),
    Limit.AGENTS: _("Agents"),
}
SPENT: Final[dict[Spent, LazyString]] = {
    Spent.TALK: _("Talking"),
    Spent.WRAP_UP: _("Writing after a call"),
    Spent.RINGING: _("Waiting while a call rings"),
    Spent.PREVIEW: _("Reading before a call"),
    Spent.CARRIER: _("Waiting for the carrier"),
    Spent.PACING: _("Waiting for the next answer"),
    Spent.NOBODY_DUE: _("Nobody due: waiting for the next attempts"),
    Spent.LANGUAGE: _("Only people of other languages due"),
    Spent.SHUT: _("Only people of closed places due"),
    Spent.CLOSED: _("Outside calling hours"),
    Spent.FINISHED: _("Nobody left to call"),
    Spent.AWAY: _("On a break"),
}
ASSUMED: Final[dict[str, LazyString]] = {
    "answered_first": _("Answered, first call to a number"),
    "answered_second": _("Answered, second call"),
    "answered_third": _("Answered, third call"),
    "best_hour": _("Hour at which most answer"),
    "completed": _("Completed, of those answered"),
    "wrong_number": _("Wrong number, of those answered"),
    "refused": _("Refused, of those answered"),
    "call_later": _("Asked for another time, of those answered"),
    "interview": _("Length of a completed talk"),
    "other_talk": _("Length of another talk"),
    "wrap_up": _("Writing after a talk"),
    "ring": _("From the dial to the answer"),
    "away": _("Agents on a break"),
}
