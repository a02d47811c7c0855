"""Pages of do-not-call files: bring one, see what is in it, take it or put it aside, and end one that stands."""

from datetime import date
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.file_names import plain_name
from agent_ui.lists.kept_problems import kept_problem
from agent_ui.lists.refusals import sentence
from agent_ui.lists.stopped_uploads import stopped_uploads
from agent_ui.lists.upload_words import upload_words
from agent_ui.opt_outs.this_department import ThisDepartment, the_department, written, written_scope
from agent_ui.sent_file import NO_FILE, sent_file
from agent_ui.sign_in.access import allow, the_user
from campaigns.lists.end_do_not_call_file import end_do_not_call_file
from campaigns.lists.receive_do_not_call_file import DoNotCallUpload, receive_do_not_call_file
from campaigns.lists.take_do_not_call_file import take_do_not_call_file
from campaigns.rules.calling.calling_hours import ZONES
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.lists.do_not_call_files import do_not_call_file, file_lines, issuers, older_files
from campaigns.store.lists.do_not_call_numbers import numbers_left_out
from campaigns.store.lists.uploads import unfinished_do_not_call_uploads
from campaigns.store.tables import DoNotCallFile

file_pages = Blueprint("do_not_call", __name__, url_prefix="/opt-outs", template_folder="templates")
ROWS_SHOWN = 50  # of those without a valid number


@file_pages.get("/<uuid:department_id>/files")
@allow(Role.OFFICER, Role.ADMIN)
def files(department_id: UUID) -> ResponseReturnValue:
    """Show the department's files, and ask for a new one."""
    return _files(the_department(department_id), None)


@file_pages.post("/<uuid:department_id>/files")
@allow(Role.OFFICER, Role.ADMIN)
def receive(department_id: UUID) -> ResponseReturnValue:
    """Keep a file and have it read, or say in one sentence what is wrong with it."""
    this = the_department(department_id)
    with sent_file() as sent:
        if sent is None:
            return _files(this, NO_FILE), 422
        file = file_as_written(department_id, sent.path, plain_name(sent.filename))
        received = receive_do_not_call_file(house().db, this.scope, file, user_id=the_user().id, now=house().now())
    if isinstance(received, Refusal):
        return _files(this, received), 422
    return redirect(url_for("do_not_call.progress", department_id=department_id, file_id=received))


def file_as_written(department_id: UUID, path: Path, filename: str) -> DoNotCallUpload:
    """Return a file on this machine's disk with what the form says of it."""
    scope, scheme_id = written_scope()
    return DoNotCallUpload(
        path=path,
        filename=filename,
        max_bytes=house().settings.max_upload_bytes,
        department_id=department_id,
        issuer=written("issuer"),
        as_of=_day(request.form.get("as_of", "")),
        scope=scope,
        scheme_id=scheme_id,
    )


@file_pages.get("/<uuid:department_id>/files/<uuid:file_id>")
@allow(Role.OFFICER, Role.ADMIN)
def show(department_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Show one file: what is in it, and what can be done with it."""
    this = the_department(department_id)
    file = _the_file(this, file_id)
    if file.status is FileStatus.READING:
        return redirect(url_for("do_not_call.progress", department_id=department_id, file_id=file_id))
    return _file(this, file, None)


@file_pages.get("/<uuid:department_id>/files/<uuid:file_id>/progress")
@allow(Role.OFFICER, Role.ADMIN)
def progress(department_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Show how far the file is read; lead on when it is."""
    this = the_department(department_id)
    file = _the_file(this, file_id)
    if file.status is not FileStatus.READING:
        return redirect(url_for("do_not_call.show", department_id=department_id, file_id=file_id))
    return render_template("opt_outs/progress.html", **this.words, file=file)


@file_pages.post("/<uuid:department_id>/files/<uuid:file_id>/take")
@allow(Role.OFFICER, Role.ADMIN)
def take(department_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Let the file stand, beside the older ones of its issuer or in their place."""
    this = the_department(department_id)
    refusal = take_do_not_call_file(
        house().db,
        this.scope,
        file_id,
        replace=request.form.get("older") == "replace",
        user_id=the_user().id,
        now=house().now(),
    )
    return _after(this, file_id, refusal)


@file_pages.post("/<uuid:department_id>/files/<uuid:file_id>/end")
@allow(Role.OFFICER, Role.ADMIN)
def end(department_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Put the file aside, or lift all its numbers with the reason that was written."""
    this = the_department(department_id)
    refusal = end_do_not_call_file(
        house().db, this.scope, file_id, written("because"), user_id=the_user().id, now=house().now()
    )
    return _after(this, file_id, refusal)


def _after(this: ThisDepartment, file_id: UUID, refusal: Refusal | None) -> ResponseReturnValue:
    if refusal is None:
        return redirect(url_for("do_not_call.show", department_id=this.department.id, file_id=file_id))
    return _file(this, _the_file(this, file_id), refusal), 409


def _the_file(this: ThisDepartment, file_id: UUID) -> DoNotCallFile:
    with house().db.transaction(this.scope) as session:
        return do_not_call_file(session, file_id) or abort(404)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _files(this: ThisDepartment, refusal: Refusal | None) -> str:
    with house().db.transaction(this.scope) as session:
        return render_template(
            "opt_outs/files.html",
            **this.words,
            lines=file_lines(session, this.department.id),
            issuers=issuers(session, this.department.id),
            today=house().now().astimezone(ZoneInfo(ZONES[this.department.region])).date(),
            uploads=stopped_uploads(unfinished_do_not_call_uploads(session, this.department.id), now=house().now()),
            words=upload_words(),
            most_bytes=house().settings.max_upload_bytes,
            refusal=sentence(refusal) if refusal else None,
        )


def _file(this: ThisDepartment, file: DoNotCallFile, refusal: Refusal | None) -> str:
    with house().db.transaction(this.scope) as session:
        older = older_files(session, file) if file.status is FileStatus.COUNTED else ()
        return render_template(
            "opt_outs/file.html",
            **this.words,
            file=file,
            problem=kept_problem(file.problem) if file.problem else None,
            scheme=next((scheme.name for scheme in this.schemes if scheme.id == file.scheme_id), None),
            older=older,
            left_out=numbers_left_out(session, file.id, [each.id for each in older]) if older else 0,
            rows_shown=file.not_valid_rows[:ROWS_SHOWN],
            refusal=sentence(refusal) if refusal else None,
        )
