"""Where a file comes in chunks over a bad link: begun, asked about, sent on, finished, deleted (see lists/tus.py)."""

from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_limiter.util import get_remote_address

from agent_ui.house import house
from agent_ui.limits import limiter
from agent_ui.lists import tus
from agent_ui.lists.refusals import sentence
from agent_ui.lists.this_list import the_campaign, the_upload
from agent_ui.sign_in.access import allow, current_scope, current_user, the_user
from campaigns.lists.begin_upload import begin_upload
from campaigns.lists.delete_upload import delete_upload
from campaigns.lists.finish_upload import finish_upload
from campaigns.lists.receive_list import SameFile, UploadedFile, receive_list
from campaigns.lists.take_chunk import take_chunk
from campaigns.rules.lists.uploads import WrongOffset
from campaigns.rules.refusals import UPLOAD_UNKNOWN, Refusal
from campaigns.rules.roles import Role
from campaigns.store.tables import Upload

chunk_pages = Blueprint("chunks", __name__, url_prefix="/lists")
STATUSES = {
    "campaign_unknown": HTTPStatus.NOT_FOUND,
    "upload_unknown": HTTPStatus.NOT_FOUND,
    "too_big": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "beyond_the_end": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "wrong_offset": HTTPStatus.CONFLICT,
    "not_whole": HTTPStatus.CONFLICT,
}


def _person() -> str:
    person = current_user()
    return str(person.id) if person else get_remote_address()


# Ten chunks a second: on a good link a file is through in seconds, and nobody keeps the pages busy with crumbs.
chunks_of_one_person = limiter.limit("600 per minute", key_func=_person)
begun_by_one_person = limiter.limit("60 per 10 minutes", key_func=_person)


@chunk_pages.after_request
def say_tus(response: Response) -> Response:
    """Tell a client that knows tus what it may use."""
    return tus.say_tus(response, most_bytes=house().settings.max_upload_bytes)


@chunk_pages.post("/campaigns/<uuid:campaign_id>/uploads")
@begun_by_one_person
@allow(Role.OFFICER, Role.ADMIN)
def begin(campaign_id: UUID) -> ResponseReturnValue:
    """Begin an upload, or give the one of this file that has stopped: its offset says from where to go on."""
    the_campaign(campaign_id)
    file = tus.offered_file(max_bytes=house().settings.max_upload_bytes) or abort(400)
    begun = begin_upload(house().db, current_scope(), campaign_id, file, user_id=the_user().id, now=house().now())
    if isinstance(begun, Refusal):
        return refused(begun)
    where = {"Location": url_for("chunks.state", upload_id=begun.id), "Upload-Offset": str(begun.received)}
    return {"offset": begun.received, "size": begun.size}, HTTPStatus.CREATED, where


@chunk_pages.get("/uploads/<uuid:upload_id>")
@allow(Role.OFFICER, Role.ADMIN)
def state(upload_id: UUID) -> ResponseReturnValue:
    """Say how much of the file is here."""
    kept = the_upload(upload_id)
    told = {"offset": kept.received, "size": kept.size, "list": kept.list_id and str(kept.list_id)}
    return told, HTTPStatus.OK, {"Upload-Offset": str(kept.received), "Upload-Length": str(kept.size)}


@chunk_pages.patch("/uploads/<uuid:upload_id>")
@chunks_of_one_person
@allow(Role.OFFICER, Role.ADMIN)
def take(upload_id: UUID) -> ResponseReturnValue:
    """Take the next chunk."""
    offset = tus.chunk_offset()
    if offset is None:
        abort(400)
    content = request.get_data(cache=False)
    kept_to = tus.keeps_checksum(content)
    if kept_to is None:
        abort(400)
    if not kept_to:
        return refused(Refusal("wrong_checksum", "The chunk was changed on its way: send it again."), tus.MISMATCH)
    taken = take_chunk(house().db, current_scope(), upload_id, offset, content, now=house().now())
    if isinstance(taken, Refusal):
        return refused(taken)
    return "", HTTPStatus.NO_CONTENT, {"Upload-Offset": str(taken)}


@chunk_pages.post("/uploads/<uuid:upload_id>/finish")
@allow(Role.OFFICER, Role.ADMIN)
def finish(upload_id: UUID) -> ResponseReturnValue:
    """Make a list of the whole file and say where it goes on, or why the file cannot be read."""
    finished = finish_upload(house().db, current_scope(), upload_id, _receive, now=house().now())
    if isinstance(finished, Refusal):
        return refused(finished)
    return {"at": url_for("uploads.columns", list_id=finished)}


@chunk_pages.delete("/uploads/<uuid:upload_id>")
@allow(Role.OFFICER, Role.ADMIN)
def terminate(upload_id: UUID) -> ResponseReturnValue:
    """Delete an unfinished upload."""
    refusal = delete_upload(house().db, current_scope(), upload_id)
    return ("", HTTPStatus.NO_CONTENT) if refusal is None else refused(refusal)


@chunk_pages.post("/uploads/<uuid:upload_id>/delete")
@allow(Role.OFFICER, Role.ADMIN)
def delete(upload_id: UUID) -> ResponseReturnValue:
    """Delete an unfinished upload from its campaign's page; whoever pressed this twice sees the same page."""
    kept = the_upload(upload_id)
    delete_upload(house().db, current_scope(), upload_id)
    if kept.campaign_id is None:
        return redirect(url_for("do_not_call.files", department_id=kept.department_id))
    return redirect(url_for("campaigns.show", campaign_id=kept.campaign_id))


def _receive(kept: Upload, path: Path) -> UUID | Refusal:
    if kept.campaign_id is None:
        return UPLOAD_UNKNOWN
    file = UploadedFile(path, kept.filename, house().settings.max_upload_bytes)
    return receive_list(house().db, current_scope(), kept.campaign_id, file, user_id=the_user().id, now=house().now())


def refused(refusal: Refusal, status: int | None = None) -> ResponseReturnValue:
    """Answer a client that was refused: why, in words, and where an upload goes on."""
    told: dict[str, Any] = {"because": refusal.because, "hint": sentence(refusal)}
    headers = {}
    if isinstance(refusal, WrongOffset):
        told["offset"], headers["Upload-Offset"] = refusal.offset, str(refusal.offset)
    if isinstance(refusal, SameFile) and refusal.earlier:
        told["earlier"] = url_for("uploads.show", list_id=refusal.earlier)
    return told, status or STATUSES.get(refusal.because, HTTPStatus.UNPROCESSABLE_ENTITY), headers
