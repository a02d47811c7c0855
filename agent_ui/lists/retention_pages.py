"""Until when a list is kept, and the hold by which it is kept longer: said on the list's page, and asked for there."""

from contextlib import suppress
from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.problem_pages import check_page
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.hold_list import hold_list
from campaigns.lists.lift_hold import lift_hold
from campaigns.rules.roles import Role

retention_pages = Blueprint("retention", __name__, url_prefix="/lists", template_folder="templates")


@retention_pages.post("/<uuid:list_id>/hold")
@allow(Role.OFFICER, Role.ADMIN)
def hold(list_id: UUID) -> ResponseReturnValue:
    """Keep the list beyond its time."""
    the_list(list_id)
    written = " ".join(request.form.get("because", "").split()), _day(request.form.get("until", ""))
    refusal = hold_list(house().db, current_scope(), list_id, written, user_id=the_user().id, now=house().now())
    return (check_page(list_id, refusal), 409) if refusal else _back(list_id)


@retention_pages.post("/<uuid:list_id>/lift-hold")
@allow(Role.OFFICER, Role.ADMIN)
def lift(list_id: UUID) -> ResponseReturnValue:
    """Let the list go as its lawful basis says."""
    the_list(list_id)
    lift_hold(house().db, current_scope(), list_id, user_id=the_user().id, now=house().now())
    return _back(list_id)


def _back(list_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("problems.check", list_id=list_id, _anchor="kept-until"))


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
