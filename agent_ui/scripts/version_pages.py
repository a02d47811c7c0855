"""The versions of a campaign's script: which is in use, what each has changed, as a file, and from a file."""

import json
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.scripts.drafts import Draft, readable
from agent_ui.scripts.editor import editor
from agent_ui.scripts.script_words import change_sentence, place_words, problem_sentence
from agent_ui.sign_in.access import allow, current_scope
from campaigns.rules.roles import Role
from campaigns.rules.scripts.changes import changes_between
from campaigns.rules.scripts.edits import listed
from campaigns.set_up.save_script import SCHEMA_TEXT, wrong_shape
from campaigns.store.campaign_choices import campaign_line
from campaigns.store.scripts import script_version, script_versions
from campaigns.store.tables import Campaign

version_pages = Blueprint("scripts", __name__, url_prefix="/scripts", template_folder="templates")
NEWEST: Final = 20  # versions on the page; a script seldom has more
LARGEST: Final = 1 << 20


@version_pages.get("/schema.json")
def schema() -> ResponseReturnValue:
    """Publish what a script file looks like; it tells nothing of anybody."""
    return Response(SCHEMA_TEXT, mimetype="application/schema+json")


@version_pages.get("/campaigns/<uuid:campaign_id>")
@allow(Role.OFFICER, Role.ADMIN)
def versions(campaign_id: UUID) -> ResponseReturnValue:
    """Show the versions of a campaign's script, newest first."""
    return _page(this_campaign(campaign_id))


@version_pages.get("/campaigns/<uuid:campaign_id>/versions/<uuid:version_id>.json")
@allow(Role.OFFICER, Role.ADMIN)
def download(campaign_id: UUID, version_id: UUID) -> ResponseReturnValue:
    """Give a version as a file."""
    campaign = this_campaign(campaign_id)
    with house().db.transaction(current_scope()) as session:
        version = script_version(session, campaign_id, version_id) or abort(404)
        body = json.dumps(listed(version.document), ensure_ascii=False, indent=2)
        name = f"{campaign.slug}-script-{version.version}.json"
    return Response(
        body, mimetype="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@version_pages.post("/campaigns/<uuid:campaign_id>/upload")
@allow(Role.OFFICER, Role.ADMIN)
def upload(campaign_id: UUID) -> ResponseReturnValue:
    """Open a file in the editor; it is saved from there. One that is no script is refused with what is wrong."""
    campaign = this_campaign(campaign_id)
    sent = request.files.get("file")
    text = sent.read(LARGEST + 1).decode("utf-8-sig", "replace") if sent else ""
    document = readable(text) if len(text) <= LARGEST else None
    if document is None:
        return _page(campaign, _problems_of(text)), 422
    return editor(campaign, Draft(listed(document), "", str(campaign.script_version_id or "")))


def this_campaign(campaign_id: UUID) -> Campaign:
    """Return the campaign; one of another department does not exist for this person."""
    with house().db.transaction(current_scope()) as session:
        campaign, _scheme = campaign_line(session, campaign_id) or abort(404)
    return campaign


def _problems_of(text: str) -> list[str]:
    """Say why a file cannot be opened; empty where it is no JSON at all."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [f"{place_words(problem.place)}: {problem_sentence(problem)}" for problem in wrong_shape(document)[:NEWEST]]


def _page(campaign: Campaign, refused: list[str] | None = None) -> str:
    with house().db.transaction(current_scope()) as session:
        lines = script_versions(session, campaign.id, limit=NEWEST)
    documents: list[dict[str, Any]] = [listed(line.version.document) for line in lines]
    changed = [
        [change_sentence(change) for change in changes_between(before, after)] for after, before in pairwise(documents)
    ]
    return render_template(
        "scripts/versions.html",
        campaign=campaign,
        lines=list(zip(lines, [*changed, None], strict=False)),
        refused=refused,
        saved=request.args.get("saved"),
        schema_address=url_for("scripts.schema"),
    )


def after_saving(campaign: Campaign) -> ResponseReturnValue:
    """Lead to the versions, of which the newest is now in use."""
    return redirect(url_for("scripts.versions", campaign_id=campaign.id, saved=1))
