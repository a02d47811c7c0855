"""Undoes the import of a list that was not approved yet, from the pages on which it is looked at."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.change_pages import made_by_worker
from agent_ui.lists.this_list import the_list
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.undo_import import undo_import
from campaigns.rules.lists.list_wishes import UndoImport
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role

undo_pages = Blueprint("undo", __name__, url_prefix="/lists", template_folder="templates")


@undo_pages.post("/<uuid:list_id>/undo-import")
@allow(Role.OFFICER, Role.ADMIN)
def back_to_columns(list_id: UUID) -> ResponseReturnValue:
    """Take away what was read; whoever pressed this twice, or too late, sees where the list stands."""
    the_list(list_id)
    long = made_by_worker(list_id, UndoImport())
    if long is not None and not isinstance(long, Refusal):
        return long
    undo_import(house().db, current_scope(), list_id, user_id=the_user().id, now=house().now())
    return redirect(url_for("uploads.show", list_id=list_id))
