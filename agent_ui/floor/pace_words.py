"""Why a predictive campaign places no call ahead of a free agent for a while, and what would change it."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from campaigns.rules.pacing_fallback import Fallback

_ = lazy_gettext
# why no call is placed ahead of a free agent -> (for all languages, for some, what would change it)
PACED: Final[dict[Fallback, tuple[LazyString, LazyString, LazyString]]] = {
    Fallback.FEW_AGENTS: (
        _("One call goes out for each free agent: fewer than %(fewest)s agents are signed in."),
        _("In %(languages)s one call goes out for each free agent: fewer than %(fewest)s agents speak it."),
        _("With more agents calls go out ahead of them by themselves."),
    ),
    Fallback.AT_THE_CAP: (
        _("One call goes out for each free agent: today too many who answered found nobody. Limit: %(limit)s."),
        _("In %(languages)s one call goes out for each free agent: today too many who answered found nobody."),
        _("Calls go out ahead of free agents again by themselves when the day's share is safe."),
    ),
    Fallback.CLOSING: (
        _("One call goes out for each free agent: calling is about to end for now."),
        _("In %(languages)s one call goes out for each free agent: calling is about to end for now."),
        _("So nobody answers when no agent is left."),
    ),
    Fallback.PROMISED: (
        _("No call goes out ahead: a promised callback, or somebody who found nobody before, waits for a free agent."),
        _(
            "In %(languages)s no call goes out ahead: a promised callback, or somebody who found nobody, waits for an agent."
        ),
        _("Calls go out ahead again by themselves as soon as she is called: an agent is kept free for her."),
    ),
}
