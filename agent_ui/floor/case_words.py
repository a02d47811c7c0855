"""Says what a case waits for, and by which rule a next try was planned."""

from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.floor.decision_words import decision_in_words
from agent_ui.numbers import moment, number, percent
from agent_ui.words import word
from campaigns.rules.calling.answering_hours import Level
from campaigns.rules.calling.day_parts import DayPart, stretch_of
from campaigns.rules.calling.next_call import Wait, Waiting
from campaigns.rules.calling.retry_plan import Because
from campaigns.rules.campaign_states import CampaignStatus

_ = lazy_gettext
PLANNED: Final[dict[Because, LazyString]] = {
    Because.BUSY: _("The line was busy: it is tried again after 25 minutes."),
    Because.NETWORK: _("The network failed, which is no attempt: tried again after a while that grows each time."),
    Because.OUTAGE: _("The call fell into an outage of the area, which is no attempt: tried again when that is over."),
    Because.ABANDONED: _(
        "The call was answered and no agent was free: not rung again for 72 hours, and then only with an agent waiting."
    ),
    Because.NOT_LOGGED: _("What came of the talk was not written down: tried again after a day."),
    Because.NEXT_NUMBER: _("This number is done with: the person's next number is tried."),
    Because.OTHER_PART: _("The next try is in another part of the day than those tried so far."),
}
LEARNED: Final[dict[Level, LazyString]] = {
    Level.CAMPAIGN: _(
        "Tried at %(hours)s because people of this campaign answer about %(share)s of first calls then, against"
        " %(usual)s at the times to choose from (%(calls)s calls counted)."
    ),
    Level.DISTRICT: _(
        "Tried at %(hours)s because people of the district answer about %(share)s of first calls then, against %(usual)s at the"
        " times to choose from (%(calls)s calls counted)."
    ),
    Level.BLOCK: _(
        "Tried at %(hours)s because people of the block answer about %(share)s of first calls then, against %(usual)s at the"
        " times to choose from (%(calls)s calls counted)."
    ),
    Level.VILLAGE: _(
        "Tried at %(hours)s because people of the village answer about %(share)s of first calls then, against %(usual)s at the"
        " times to choose from (%(calls)s calls counted)."
    ),
    Level.PERSON: _(
        "Tried at %(hours)s because this person answered then before: about %(share)s, against %(usual)s at the times"
        " to choose from (%(calls)s calls counted)."
    ),
}
WAITS: Final[dict[Wait, LazyString]] = {
    Wait.CLOSED: _("The case is closed. No call is placed because of it any more."),
    Wait.IN_CALL: _("The person is in a call, or what came of it is not written down yet."),
    Wait.ABOUT_TO_BE_CALLED: _("A call is on its way."),
    Wait.CAMPAIGN_STOPPED: _("The campaign does not dial: %(status)s."),
    Wait.SILENCED: _("The number may not be called. The next number is tried, or the case is closed, within minutes."),
    Wait.PROMISED: _("A callback is promised for %(until)s. It goes before everybody else."),
    Wait.PLANNED: _("The next try is planned for %(until)s."),
    Wait.HELD: _("Held back until %(until)s: %(rule)s"),
    Wait.PLACE_SHUT: _("Nobody may be called at the person's place then: %(rule)s Calls may begin on %(until)s."),
    Wait.CARRIER_RESTS: _("The phone company is in trouble. It is tried again at %(until)s."),
    Wait.NOBODY_SPEAKS: _("The person may be rung now, and nobody signed in to this campaign speaks the language."),
    Wait.NOBODY_READY: _("The person may be rung now. Agents who speak the language: %(people)s, none of them ready."),
    Wait.IN_LINE: _("The person may be rung now. People before in the same line: %(people)s."),
}
CLOSED_FOR_NOW: Final[dict[str, LazyString]] = {
    "holiday": _("it is a holiday."),
    "outside_hours": _("it is outside the calling hours."),
    "gap": _("calls rest at this time of the day."),
    "outage": _("the phones there are cut off."),
}
ENDLESS: Final = _("Nobody may be called at the person's place then: %(rule)s Nobody knows yet until when.")


def waiting_in_words(waiting: Waiting, zone: str) -> str:
    """Say one thing that a case waits for."""
    facts = {
        "until": moment(waiting.until, zone) if waiting.until else "",
        "people": number(waiting.people),
        "status": word(CampaignStatus(waiting.because)) if waiting.wait is Wait.CAMPAIGN_STOPPED else "",
        "rule": _rule(waiting),
    }
    endless = waiting.wait is Wait.PLACE_SHUT and waiting.until is None
    return str(ENDLESS if endless else WAITS[waiting.wait]) % facts


def plan_in_words(because: str, facts: dict[str, Any]) -> str:
    """Say why a next try was planned for its moment."""
    if because != Because.LEARNED_PART:
        return str(PLANNED[Because(because)])
    told = {
        "hours": hours_in_words(DayPart(facts["part"])),
        "share": percent(facts["share"]),
        "usual": percent(facts["usual"]),
        "calls": number(facts["calls"]),
    }
    return str(LEARNED[Level(facts["level"])]) % told


def hours_in_words(part: DayPart) -> str:
    """Return the hours of a part of the day, for example 16:00–18:00."""
    begins, ends = stretch_of(part)
    if ends is None:
        return str(gettext("%(time)s and later", time=f"{begins:%H:%M}"))
    return f"{begins:%H:%M}–{ends:%H:%M}" if begins.hour else str(gettext("before %(time)s", time=f"{ends:%H:%M}"))


def _rule(waiting: Waiting) -> str:
    if waiting.wait is Wait.PLACE_SHUT:
        return str(CLOSED_FOR_NOW[waiting.because])
    return decision_in_words(waiting.because) if waiting.wait is Wait.HELD else ""
