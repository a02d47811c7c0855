"""What the floor says to a supervisor who listens: who hears whom, why she is out, and what an agent is shown."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from campaigns.floor.change_listening import UNHEARD
from campaigns.rules.floor.supervision import Left

_ = lazy_gettext
HEARS: Final[dict[str, LazyString]] = {
    "listen": _("You hear both. Nobody hears you."),
    "whisper": _("Only {agent} hears you."),
    "join": _("Both hear you."),
    "phone": _("Your telephone rings. Pick it up: nobody hears you yet."),
    "browser": _("Connecting this browser. Nobody hears you yet."),
    "seen": _("{agent} sees that you are here."),
    "unseen": _("{agent} does not see that you are here. Every second is kept on record."),
    "unheard": _(UNHEARD.hint),
    "link_down": _("The link is down. Your telephone is not affected; hang it up to leave."),
    "sent": _("The message stands on her desk."),
    "done": _("Done."),
}
OUT: Final[dict[Left, LazyString]] = {
    Left.LEFT: _("You have left the call."),
    Left.CALL_OVER: _("The call is over, and you are out of it."),
    Left.LEG_FELL: _("Your own line has hung up, and you are out of the call."),
    Left.NOT_HEARD: _("Your page was not heard for a while, so you were taken out of the call."),
    Left.NOT_CONNECTED: _("Your own line was not picked up, so you are not in the call."),
    Left.NO_RIGHT: _("An administrator has given you another role."),
    Left.CARRIER_UNSURE: _("The phone company did not say who hears you, so you were taken out of the call."),
}


def hearing_words() -> dict[str, str]:
    """Return the sentences of the bar; {agent} is filled in by the page."""
    return {name: str(sentence) for name, sentence in HEARS.items()}
