"""What stands in the way in a few words, as several of them are told in one sentence."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from campaigns.rules.floor.obstacles import Obstacle

_ = lazy_gettext
# What holds people who are due, where it is not the same for all of them.
HELD: Final[dict[Obstacle, LazyString]] = {
    Obstacle.LANGUAGE_NOT_SPOKEN: _("nobody signed in speaks their language"),
    Obstacle.SPEAKERS_NOT_READY: _("nobody who is ready speaks their language"),
    Obstacle.AREAS_SHUT: _("an outage, holiday or rest where they live"),
    Obstacle.OWNER_AWAY: _("promised by an agent who is not ready"),
    Obstacle.PHONES_BUSY: _("in another call"),
    Obstacle.PHONES_REST: _("their phone was rung lately or often"),
    Obstacle.OPTED_OUT: _("their number must not be called"),
}
# What else stands in the way, besides the first and those above.
BESIDES: Final[dict[Obstacle, LazyString]] = {
    Obstacle.OUTSIDE_HOURS: _("nobody may be called at this time"),
    Obstacle.CARRIER_DOWN: _("trouble with the phone company"),
    Obstacle.LINES_TAKEN: _("all lines of the phone company are taken"),
    Obstacle.NOBODY_READY: _("no agent is ready"),
    Obstacle.WAITING_FOR_RETRY: _("nobody is due"),
    Obstacle.DIALLER_AWAY: _("the dialler is not running"),
}
