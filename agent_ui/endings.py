"""Endings of rows as people read them."""

from typing import Final

from flask_babel import LazyString, lazy_gettext, ngettext

from agent_ui.words import word
from campaigns.rules.accounts.account import Ended, Ending
from campaigns.rules.accounts.drawn_account import Tier
from campaigns.rules.outcomes import Outcome
from campaigns.rules.verdicts import Reason

_ = lazy_gettext
ENDINGS: Final[dict[Ending, LazyString]] = {
    Ending.REACHED: _("Reached"),
    Ending.UNREACHABLE: _("Unreachable"),
    Ending.CLOSED: _("Closed without reaching her"),
    Ending.WAITING: _("Waiting to be called"),
    Ending.CALLBACK: _("Callback promised"),
    Ending.IN_CALL: _("Being called now"),
    Ending.REJECTED: _("Row refused"),
    Ending.IGNORED: _("Not a person's row"),
    Ending.SAME_PERSON: _("Same person as another row"),
    Ending.EXCLUDED: _("Excluded"),
    Ending.WAITING_FOR_APPROVAL: _("Waiting for approval of the list"),
    Ending.WITHDRAWN: _("Withdrawn"),
    Ending.NOT_OPENED: _("Approved, and no case was opened"),
}
# The few columns into which the tables of places gather all endings, so that each line adds up.
COLUMNS: Final[tuple[tuple[LazyString, tuple[Ending, ...]], ...]] = (
    (_("Reached"), (Ending.REACHED,)),
    (_("Unreachable"), (Ending.UNREACHABLE,)),
    (_("Closed otherwise"), (Ending.CLOSED,)),
    (_("Waiting"), (Ending.WAITING, Ending.CALLBACK, Ending.IN_CALL, Ending.WAITING_FOR_APPROVAL, Ending.NOT_OPENED)),
    (_("Not called"), (Ending.REJECTED, Ending.IGNORED, Ending.SAME_PERSON, Ending.EXCLUDED, Ending.WITHDRAWN)),
)
TIER_NAMES: Final[dict[Tier, LazyString]] = {
    Tier.STATE: _("State"),
    Tier.DIVISION: _("Division"),
    Tier.DISTRICT: _("District"),
    Tier.BLOCK: _("Block"),
}
TIER_TITLES: Final[dict[Tier, LazyString]] = {
    Tier.STATE: _("By state"),
    Tier.DIVISION: _("By division"),
    Tier.DISTRICT: _("By district"),
    Tier.BLOCK: _("By block"),
}


def detail_in_words(ended: Ended) -> str:
    """Say the detail of an ending: an outcome, a reason, or how often somebody was called."""
    match ended.ending:
        case Ending.REACHED | Ending.CLOSED:
            return word(Outcome(ended.detail))
        case Ending.UNREACHABLE if ended.detail:
            return str(ngettext("after %(num)s call", "after %(num)s calls", int(ended.detail)))
        case Ending.REJECTED | Ending.IGNORED if ended.detail:
            return word(Reason(ended.detail))
        case Ending.EXCLUDED:
            return str(_("not drawn for the sample"))
        case _:
            return ""
