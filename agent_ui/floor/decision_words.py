"""Every decision of the dialler in a reader's words: placed, held back or refused, and by which rule."""

from enum import StrEnum
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from campaigns.rules.calling.call_caps import Hold
from campaigns.rules.pacing_fallback import Fallback

_ = lazy_gettext


class Kind(StrEnum):
    """What a decision comes to."""

    PLACED = "placed"
    HELD = "held"
    REFUSED = "refused"


INTENDED: Final = "intended"
KINDS: Final[dict[Kind, LazyString]] = {
    Kind.PLACED: _("Calls placed"),
    Kind.HELD: _("Held back while due"),
    Kind.REFUSED: _("Refused right before the dial"),
}
# The word that is stored -> what the page says. Words of the carrier are those of rules/carrier/breaker.Trouble.
DECIDED: Final[dict[str, LazyString]] = {
    INTENDED: _("A call was placed."),
    f"{INTENDED}_ahead": _("Of these, before an agent was free, as the forecast allowed."),
    f"{INTENDED}_promised_or_abandoned": _(
        "Of these, with an agent reserved: calls that were promised, and people who had found no agent before."
    ),
    f"{INTENDED}_{Fallback.FEW_AGENTS}": _("Of these, one for each free agent: too few were signed in for a forecast."),
    f"{INTENDED}_{Fallback.AT_THE_CAP}": _(
        "Of these, one for each free agent: too many answered calls of the day had found nobody."
    ),
    f"{INTENDED}_{Fallback.CLOSING}": _("Of these, one for each free agent: the calling hours were about to end."),
    Hold.PHONE_IN_CALL: _("The phone is in another call."),
    Hold.PERSON_IN_CALL: _("The person is being called on another of her numbers."),
    Hold.OPTED_OUT: _("The number may not be called: an opt-out or a do-not-call file holds it."),
    Hold.PHONE_RESTS: _("The phone was rung, or talked on, a short while ago: it rests."),
    Hold.PHONE_CAP: _("The phone was rung as often today as it may be, by all campaigns together."),
    Hold.PERSON_CAP: _("The person was rung as often today as one may be, on all numbers together."),
    "expired": _("The call was not sent in time, and was given up rather than sent late."),
    "skipped": _("The agent read the record and passed it over, with a reason."),
    "given_back": _("The agent took a break before calling, and the record was given back."),
    "outcome_undone": _("The agent took back the outcome of the call before, and this one was given back."),
    "campaign_not_running": _("The campaign was paused or finished meanwhile."),
    "list_withdrawn": _("The list was withdrawn, or its time ended, meanwhile."),
    "she_rang_us": _("The person rang us at that moment."),
    "agent_gone": _("The agent for whom the call was meant was not ready any more."),
    "holiday": _("A holiday of the whole region had begun."),
    "outside_hours": _("The calling hours of the campaign were over."),
    "gap": _("Calls rest at this time of the day."),
    "outage": _("The phones of the region are cut off."),
    "area_holiday": _("It is a holiday at the person's place."),
    "area_outside_hours": _("The calling hours of the person's place were over."),
    "area_gap": _("Calls rest at this time at the person's place."),
    "area_outage": _("The phones of the person's place are cut off."),
    "carrier_full": _("All lines at the phone company were taken."),
    "caller_id_full": _("All lines of the campaign's caller number were taken."),
    "carrier_on_trial": _("The phone company was tried with one call first, after it had been in trouble."),
    "carrier_keys_refused": _("The phone company refused our keys."),
    "caller_id_refused": _("The phone company refused the campaign's caller number."),
    "country_blocked": _("The phone company is not allowed to call this country for us."),
    "carrier_no_funds": _("There is no money left at the phone company."),
    "carrier_not_reached": _("The phone company could not be reached."),
    "carrier_rate_limit": _("The phone company took no more calls at that moment."),
    "carrier_concurrency_limit": _("The phone company took no more calls at the same time."),
    "carrier_not_heard": _(
        "What the phone company tells of calls did not arrive here: whoever answers would hear nobody."
    ),
    "clocks_apart": _("The phone company's clock and ours were apart: nobody may be called at a wrong hour."),
    "carrier_refused": _("The phone company refused the call."),
}


def is_part(because: str) -> bool:
    """Tell whether a stored decision only says how calls were placed that are counted as placed already."""
    return because.startswith(f"{INTENDED}_")


def kind_of(because: str) -> Kind:
    """Return what a stored decision comes to."""
    if because == INTENDED or is_part(because):
        return Kind.PLACED
    return Kind.HELD if because in list(Hold) else Kind.REFUSED


def decision_in_words(because: str) -> str:
    """Say a stored decision; a word that has no sentence yet is shown as it is, rather than hidden."""
    return str(DECIDED[because]) if because in DECIDED else str(gettext("Another rule: %(word)s", word=because))
