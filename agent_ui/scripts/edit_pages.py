"""Writing a script: every button sends the whole form, so that it works without JavaScript and nothing half is kept."""

from uuid import UUID

from flask import Blueprint, abort, jsonify, request
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.refusals import sentence
from agent_ui.scripts.drafts import Draft, acted, draft_of_form
from agent_ui.scripts.editor import Told, changes_of, editor
from agent_ui.scripts.version_pages import after_saving, this_campaign
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.rules.scripts.edits import listed, with_order
from campaigns.rules.scripts.faults import ScriptRefused
from campaigns.set_up.save_script import SavedBy, problems_of, save_script
from campaigns.store.scripts import script_version
from campaigns.store.tables import Campaign

edit_pages = Blueprint("script_edits", __name__, url_prefix="/scripts", template_folder="templates")


@edit_pages.get("/campaigns/<uuid:campaign_id>/edit")
@allow(Role.OFFICER, Role.ADMIN)
def edit(campaign_id: UUID) -> ResponseReturnValue:
    """Open a version in the editor; the one in use where none is named."""
    campaign = this_campaign(campaign_id)
    try:
        version_id = UUID(request.args.get("version") or str(campaign.script_version_id))
    except ValueError:
        abort(404)
    with house().db.transaction(current_scope()) as session:
        version = script_version(session, campaign_id, version_id) or abort(404)
    draft = Draft(listed(version.document), request.args.get("step", ""), str(campaign.script_version_id))
    return editor(campaign, draft)


@edit_pages.post("/campaigns/<uuid:campaign_id>/edit")
@allow(Role.OFFICER, Role.ADMIN)
def change(campaign_id: UUID) -> ResponseReturnValue:
    """Do what a button of the page says, and show the page again; saving leads to the versions."""
    campaign = this_campaign(campaign_id)
    draft = draft_of_form(request.form) or abort(400)
    act = request.form.get("do", "check")
    return _save(campaign, draft) if act == "save" else editor(campaign, acted(draft, act))


@edit_pages.post("/campaigns/<uuid:campaign_id>/draft")
@allow(Role.OFFICER, Role.ADMIN)
def live(campaign_id: UUID) -> ResponseReturnValue:
    """Tell the preview how the script stands with what is in the fields now."""
    campaign = this_campaign(campaign_id)
    draft = draft_of_form(request.form) or abort(400)
    told = Told(problems_of(draft.document))
    return jsonify(
        document=draft.document,
        opened=draft.opened,
        problems=told.by_place,
        lines=told.lines,
        steps=told.by_step,
        changes=changes_of(campaign, draft),
    )


def _save(campaign: Campaign, draft: Draft) -> ResponseReturnValue:
    try:
        by = SavedBy(the_user().id, UUID(draft.based_on) if draft.based_on else None)
    except ValueError:
        abort(400)
    document = with_order(draft.document)
    match save_script(house().db, current_scope(), campaign.id, document, by, now=house().now()):
        case ScriptRefused():
            return editor(campaign, draft), 422
        case Refusal() as refusal:
            return editor(campaign, draft, sentence(refusal)), 409
        case _:
            return after_saving(campaign)
