"""Where a do-not-call file comes in chunks: begun and finished here, sent on as every upload is (lists/chunk_pages)."""

from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from flask import Blueprint, abort, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists import tus
from agent_ui.lists.chunk_pages import begun_by_one_person, refused
from agent_ui.lists.this_list import the_upload
from agent_ui.opt_outs.file_pages import file_as_written
from agent_ui.opt_outs.this_department import the_department
from agent_ui.sign_in.access import allow, the_user
from campaigns.lists.begin_do_not_call_upload import begin_do_not_call_upload
from campaigns.lists.finish_upload import finish_upload
from campaigns.lists.receive_do_not_call_file import receive_do_not_call_file
from campaigns.rules.refusals import UPLOAD_UNKNOWN, Refusal
from campaigns.rules.roles import Role
from campaigns.store.tables import Upload

upload_pages = Blueprint("do_not_call_uploads", __name__, url_prefix="/opt-outs")


@upload_pages.post("/<uuid:department_id>/uploads")
@begun_by_one_person
@allow(Role.OFFICER, Role.ADMIN)
def begin(department_id: UUID) -> ResponseReturnValue:
    """Begin an upload, or give the one of this file that has stopped; `finish` says where it is ended."""
    this = the_department(department_id)
    file = tus.offered_file(max_bytes=house().settings.max_upload_bytes) or abort(400)
    begun = begin_do_not_call_upload(
        house().db, this.scope, department_id, file, user_id=the_user().id, now=house().now()
    )
    if isinstance(begun, Refusal):
        return refused(begun)
    where = {"Location": url_for("chunks.state", upload_id=begun.id), "Upload-Offset": str(begun.received)}
    finish_at = url_for("do_not_call_uploads.finish", department_id=department_id, upload_id=begun.id)
    return {"offset": begun.received, "size": begun.size, "finish": finish_at}, HTTPStatus.CREATED, where


@upload_pages.post("/<uuid:department_id>/uploads/<uuid:upload_id>/finish")
@allow(Role.OFFICER, Role.ADMIN)
def finish(department_id: UUID, upload_id: UUID) -> ResponseReturnValue:
    """Take the whole file with what was written of it, and say where it is read."""
    this = the_department(department_id)
    if the_upload(upload_id).department_id != department_id:
        abort(404)

    def receive(kept: Upload, path: Path) -> UUID | Refusal:
        if kept.campaign_id is not None:
            return UPLOAD_UNKNOWN
        file = file_as_written(department_id, path, kept.filename)
        return receive_do_not_call_file(house().db, this.scope, file, user_id=the_user().id, now=house().now())

    finished = finish_upload(house().db, this.scope, upload_id, receive, now=house().now())
    if isinstance(finished, Refusal):
        return refused(finished)
    return {"at": url_for("do_not_call.progress", department_id=department_id, file_id=finished)}
