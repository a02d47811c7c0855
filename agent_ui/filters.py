"""What stands behind the question mark of an address: whoever misspelt a filter would take the figures of all for those of some."""

from flask import request
from flask_babel import gettext

from agent_ui.numbers import isolated
from campaigns.rules.refusals import Refusal


def unknown_filter(*known: str) -> Refusal | None:
    """Return which filter of the address this page does not know, if any."""
    unknown = sorted(request.args.keys() - set(known))
    if not unknown:
        return None
    said = gettext(
        "This page knows no filter “%(name)s”, and would show the figures of all. It knows: %(known)s.",
        name=isolated(unknown[0]),
        known=isolated(", ".join(known)),
    )
    return Refusal("no_such_filter", said)
