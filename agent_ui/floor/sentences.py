"""Says in the reader's language why a campaign is not dialling, what would change it, and what an agent may need."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.floor.held_words import BESIDES, HELD
from agent_ui.floor.obstacle_words import WHY
from agent_ui.floor.pace_words import PACED
from agent_ui.language_names import name_of_language
from agent_ui.numbers import moment, number, percent
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.floor.agents_in_need import Need
from campaigns.rules.floor.obstacles import Obstacle
from campaigns.rules.floor.why_not_dialling import WhyNot
from campaigns.rules.pacing_fallback import FEWEST_AGENTS
from campaigns.store.tables import Campaign, CampaignPace

_ = lazy_gettext
NEEDS: Final[dict[Need, LazyString]] = {
    Need.ASKED: _("Asked for help"),
    Need.LINE_FELL: _("The line fell in a call, and the person waits"),
    Need.LINK_DOWN: _("Desk not heard: check the link"),
    Need.LONG_CALL: _("Long call"),
    Need.LONG_WRAP_UP: _("Wrap-up over its limit"),
    Need.TAKEN_OFF: _("Taken off the line by the system"),
    Need.BREAK_OVER: _("Break is over"),
    Need.REFUSALS: _("Far more refusals than others today"),
}


@dataclass(frozen=True)
class Said:
    """One sentence with its remedy."""

    text: str
    hint: str
    calm: bool


def said(why: WhyNot, zone: str) -> Said:
    """Put an obstacle into words."""
    text, hint = WHY[why.obstacle]
    numbers = {name: _written(value, zone) for name, value in why.numbers.items()}
    hints = [str(hint) % numbers]
    if why.besides:
        hints.append(gettext("But this stands in the way, too: %(besides)s.", besides=_written(why.besides, zone)))
    return Said(str(text) % numbers, " ".join(hints), why.calm)


def said_of_pace(pace: CampaignPace | None, campaign: Campaign) -> Said | None:
    """Say why a predictive campaign is called as a progressive one for a while; None where it is not."""
    if campaign.mode is not DialMode.PREDICTIVE or pace is None or pace.because is None:
        return None
    of_all, of_some, hint = PACED[pace.because]
    numbers = {
        "fewest": number(FEWEST_AGENTS),
        "languages": _written(tuple(pace.languages), campaign.zone),
        "limit": percent(campaign.abandon_cap),
    }
    return Said(str(of_some if pace.languages else of_all) % numbers, str(hint), calm=True)


def need_in_words(need: Need) -> str:
    """Say why an agent may need somebody."""
    return str(NEEDS[need])


def _written(value: object, zone: str) -> str:
    match value:
        case None:
            return "–"
        case datetime():
            return moment(value, zone)
        case int():
            return number(value)
        case tuple():
            return str(gettext(", ")).join(_one_of(each) for each in value)
        case _:
            return str(value)


def _one_of(each: object) -> str:
    """Write a language, or how many people something holds back."""
    match each:
        case (Obstacle() as obstacle, int() as count):
            return f"{HELD[obstacle]}: {number(count)}"
        case Obstacle() as obstacle:
            return str(HELD.get(obstacle) or BESIDES[obstacle])
        case _:
            return name_of_language(str(each))
