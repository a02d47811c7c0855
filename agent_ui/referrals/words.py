"""How referrals are put into words: where one stands, what happened to it, whose it is, in the page's language."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.languages import language
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.referrals.tiers import Tier

_ = lazy_gettext
STATUSES: Final[dict[ReferralStatus, LazyString]] = {
    ReferralStatus.OPEN: _("Waits for an officer"),
    ReferralStatus.TAKEN: _("Being worked on"),
    ReferralStatus.SOLVED: _("Called solved, the citizen is not asked yet"),
    ReferralStatus.CONFIRMING: _("Called solved, the citizen is being called"),
    ReferralStatus.NOT_CONFIRMED: _("Called solved, not confirmed by the citizen"),
    ReferralStatus.CLOSED: _("Closed: the citizen said yes"),
}
EVENTS: Final[dict[ReferralEvent | None, LazyString]] = {
    None: _("Referred by the agent"),
    ReferralEvent.TAKE: _("Taken"),
    ReferralEvent.NOTE: _("Note"),
    ReferralEvent.SOLVE: _("Called solved"),
    ReferralEvent.ASK: _("The citizen is called again"),
    ReferralEvent.AGREE: _("The citizen says that it is solved"),
    ReferralEvent.DISAGREE: _("The citizen says that it is not solved: one tier up"),
    ReferralEvent.MISS: _("The citizen could not be asked"),
    ReferralEvent.RISE: _("Late: one tier up"),
    ReferralEvent.TAKE_BACK: _("The agent has taken her entry back, and logs it again"),
}
TIERS: Final[dict[Tier, LazyString]] = {
    Tier.BLOCK: _("Block"),
    Tier.DISTRICT: _("District"),
    Tier.STATE: _("State"),
}


def named(names: Mapping[str, Any]) -> str:
    """Return a category's name in the page's language; English where it lacks one."""
    return str(names.get(language()) or names["en"])


def days_in_words(days: int) -> str:
    """Return how long something has been open."""
    said: str = gettext("today") if days == 0 else gettext("%(days)s days", days=days)
    return said
