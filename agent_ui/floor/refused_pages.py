"""What agents gave and the server could not take: kept word for word until somebody who runs the floor has read it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, lazy_gettext

from agent_ui.floor.pages import WATCHERS
from agent_ui.house import house
from agent_ui.sign_in.access import allow, the_user
from agent_ui.sign_in.watched import campaign_to_watch
from agent_ui.words import word
from campaigns.floor.read_refused_entry import read_refused_entry
from campaigns.rules.desk.desk_entries import EntryKind
from campaigns.rules.outcomes import Outcome
from campaigns.rules.roles import Role
from campaigns.store.desk.desk_entries import refused_entries
from campaigns.store.session import Scope

_ = lazy_gettext
refused_pages = Blueprint("refused", __name__, url_prefix="/floor", template_folder="templates")
KINDS: Final[dict[EntryKind, LazyString]] = {
    EntryKind.ANSWER: _("An answer"),
    EntryKind.OUTCOME: _("What came of a call"),
    EntryKind.GO_ON: _("Going on with the next person"),
    EntryKind.NOTE: _("Note"),
}
BECAUSE: Final[dict[str, LazyString]] = {
    "answer_does_not_fit": _("It does not fit the question of the script."),
    "not_your_call": _("The call was not on her desk any more."),
    "note_came_late": _("The talk had left her desk before she could save it."),
    "already_logged": _("What came of this call had been logged before."),
}
NAMES: Final[dict[str, LazyString]] = {"note": _("Note"), "callback_at": _("Callback promised for")}
OTHER: Final = _("The server could not take it.")


@refused_pages.get("/<uuid:campaign_id>/refused")
@allow(*WATCHERS)
def show(campaign_id: UUID) -> ResponseReturnValue:
    """Show what nobody has read yet, the oldest first."""
    campaign = campaign_to_watch(campaign_id)
    with house().db.transaction(Scope(campaign.department_id)) as session:
        waiting = refused_entries(session, campaign.id)
    return render_template(
        "floor/refused.html",
        campaign=campaign,
        waiting=waiting,
        kinds=KINDS,
        why=lambda because: BECAUSE.get(because, OTHER),
        given=given_in_words,
        names_shown=the_user().role is not Role.OFFICER,  # agents are the operator's people, not the department's
    )


@refused_pages.post("/<uuid:campaign_id>/refused/<key>")
@allow(*WATCHERS)
def read(campaign_id: UUID, key: str) -> ResponseReturnValue:
    """Note that one has been read."""
    read_refused_entry(house().db, campaign_to_watch(campaign_id), key, the_user().id, now=house().now())
    return redirect(url_for("refused.show", campaign_id=campaign_id))


def given_in_words(body: Mapping[str, Any] | None) -> list[str]:
    """Return a line for each thing that the agent gave, as it came; nothing is left out."""
    body = dict(body or {})
    lines = [f"{body.pop('step')}: {body.pop('value', None)}"] if "step" in body else []
    for name, value in body.items():
        if name == "outcome" and value in set(Outcome):
            lines.append(word(Outcome(value)))
        elif isinstance(value, Mapping):
            lines += [f"{step}: {answer}" for step, answer in value.items()]
        elif value not in (None, "", [], False):
            lines.append(f"{NAMES.get(name, name)}: {value}")
    return lines
