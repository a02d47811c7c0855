"""Pages of a new list: upload, columns, progress; and the address of a list, which leads to its present step."""

from typing import Final
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.house import house
from agent_ui.lists.change_pages import made_by_worker, refused_change
from agent_ui.lists.column_form import chosen_columns, field_choices, file_columns
from agent_ui.lists.file_names import plain_name
from agent_ui.lists.reading_form import encoding_choices, lost_places, old_font_columns, sheet_choices
from agent_ui.lists.reading_stands import standstill
from agent_ui.lists.refusals import sentence
from agent_ui.lists.same_files import same_files
from agent_ui.lists.stopped_uploads import stopped_uploads
from agent_ui.lists.this_list import the_campaign, the_list
from agent_ui.lists.upload_words import upload_words
from agent_ui.sent_file import NO_FILE, sent_file
from agent_ui.sign_in.access import allow, current_scope, the_user
from campaigns.lists.choose_reading import choose_reading
from campaigns.lists.confirm_columns import confirm_columns
from campaigns.lists.receive_list import SameFile, UploadedFile, receive_list
from campaigns.lists.withdraw_list import withdraw_list
from campaigns.rules.list_states import ListEvent, ListStatus, advance
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.import_progress import import_progress
from campaigns.rules.lists.list_wishes import ReadSo, Withdraw
from campaigns.rules.lists.reading import Reading
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.lists.list_moves import import_begun_at
from campaigns.store.lists.uploads import unfinished_uploads

upload_pages = Blueprint("uploads", __name__, url_prefix="/lists", template_folder="templates")

PAGES: Final = {
    ListStatus.RECEIVED: "uploads.columns",
    ListStatus.MAPPED: "uploads.progress",
    ListStatus.IMPORTING: "uploads.progress",
    ListStatus.REVIEW: "problems.show",
    ListStatus.APPROVED: "problems.check",
    ListStatus.REPLACED: "problems.check",
    ListStatus.WITHDRAWN: "problems.check",
}


@upload_pages.get("/campaigns/<uuid:campaign_id>/upload")
@allow(Role.OFFICER, Role.ADMIN)
def choose(campaign_id: UUID) -> ResponseReturnValue:
    """Show what a list should look like, and ask for the file."""
    return _upload_page(campaign_id, None)


@upload_pages.post("/campaigns/<uuid:campaign_id>/upload")
@allow(Role.OFFICER, Role.ADMIN)
def receive(campaign_id: UUID) -> ResponseReturnValue:
    """Keep the file and go on to its columns, or say in one sentence why it cannot be read."""
    the_campaign(campaign_id)
    with sent_file() as sent:
        if sent is None:
            return _upload_page(campaign_id, NO_FILE), 422
        file = UploadedFile(sent.path, plain_name(sent.filename), house().settings.max_upload_bytes)
        received = receive_list(
            house().db, current_scope(), campaign_id, file, user_id=the_user().id, now=house().now()
        )
    if isinstance(received, Refusal):
        return _upload_page(campaign_id, received), 422
    return redirect(url_for("uploads.columns", list_id=received))


@upload_pages.get("/<uuid:list_id>")
@allow(Role.OFFICER, Role.ADMIN)
def show(list_id: UUID) -> ResponseReturnValue:
    """Lead to the step at which the list stands."""
    this = the_list(list_id)
    if this.busy:
        return redirect(url_for("changes.show", list_id=list_id, change_id=this.busy.change_id))
    return redirect(url_for(PAGES[this.kept.status], list_id=list_id))


@upload_pages.get("/<uuid:list_id>/columns")
@allow(Role.OFFICER, Role.ADMIN)
def columns(list_id: UUID) -> ResponseReturnValue:
    """Show which column we take for what."""
    kept = the_list(list_id).kept
    if advance(kept.status, ListEvent.MAP) is None or kept.status is ListStatus.MAPPED:
        return redirect(url_for("uploads.show", list_id=list_id))
    return _columns_page(list_id, ColumnMap.from_json(kept.columns), refused_change(list_id))


@upload_pages.post("/<uuid:list_id>/columns")
@allow(Role.OFFICER, Role.ADMIN)
def confirm(list_id: UUID) -> ResponseReturnValue:
    """Take the columns and have the list read."""
    kept = the_list(list_id).kept
    chosen = chosen_columns(request.form, ColumnMap.from_json(kept.columns), file_columns(kept.sample))
    refusal = confirm_columns(house().db, current_scope(), list_id, chosen, user_id=the_user().id, now=house().now())
    if refusal is not None:
        return _columns_page(list_id, chosen, refusal), 422
    return redirect(url_for("uploads.progress", list_id=list_id))


@upload_pages.post("/<uuid:list_id>/reading")
@allow(Role.OFFICER, Role.ADMIN)
def read_so(list_id: UUID) -> ResponseReturnValue:
    """Read the file's other sheet, or in another encoding, and show its columns anew."""
    kept = the_list(list_id).kept
    encoding = request.form.get("encoding", "")
    if encoding and encoding not in list(TextEncoding):
        abort(400)
    wish = ReadSo(request.form.get("sheet") or None, TextEncoding(encoding) if encoding else None)
    long = made_by_worker(list_id, wish)
    if long is not None and not isinstance(long, Refusal):
        return long
    refusal = long or choose_reading(
        house().db, current_scope(), list_id, wish, user_id=the_user().id, now=house().now()
    )
    if refusal is not None:
        return _columns_page(list_id, ColumnMap.from_json(kept.columns), refusal), 422
    return redirect(url_for("uploads.columns", list_id=list_id))


@upload_pages.get("/<uuid:list_id>/progress")
@allow(Role.OFFICER, Role.ADMIN)
def progress(list_id: UUID) -> ResponseReturnValue:
    """Show how far the list is read; lead on when it is."""
    this = the_list(list_id)
    if this.kept.status not in (ListStatus.MAPPED, ListStatus.IMPORTING):
        return redirect(url_for("uploads.show", list_id=list_id))
    with house().db.transaction(current_scope()) as session:
        begun_at = import_begun_at(session, list_id)
        stands = standstill(session, this.kept)
    how_far = import_progress(
        rows=this.kept.rows_read, expected=this.kept.rows_expected, begun_at=begun_at, now=house().now()
    )
    return render_template("lists/progress.html", **this.words, step=2, how_far=how_far, stands=stands)


@upload_pages.post("/<uuid:list_id>/withdraw")
@allow(Role.OFFICER, Role.ADMIN)
def withdraw(list_id: UUID) -> ResponseReturnValue:
    """Withdraw the list: whoever pressed this twice sees the same page."""
    this = the_list(list_id)
    long = made_by_worker(list_id, Withdraw())
    if isinstance(long, Refusal):
        return redirect(url_for("uploads.show", list_id=list_id))  # which leads to what is being done
    if long is not None:
        return long
    withdraw_list(house().db, current_scope(), list_id, user_id=the_user().id, now=house().now())
    return redirect(url_for("campaigns.show", campaign_id=this.kept.campaign_id))


def _upload_page(campaign_id: UUID, refusal: Refusal | None) -> str:
    campaign, scheme = the_campaign(campaign_id)
    with house().db.transaction(current_scope()) as session:
        uploads = stopped_uploads(unfinished_uploads(session, campaign_id), now=house().now())
    return render_template(
        "lists/upload.html",
        campaign=campaign,
        scheme=scheme,
        step=1,
        refusal=sentence(refusal) if refusal else None,
        earlier=refusal.earlier if isinstance(refusal, SameFile) else None,
        most_bytes=house().settings.max_upload_bytes,
        uploads=uploads,
        words=upload_words(),
    )


def _columns_page(list_id: UUID, chosen: ColumnMap, refusal: Refusal | None) -> str:
    this = the_list(list_id)
    file = file_columns(this.kept.sample)
    reading = Reading.from_json(this.kept.reading)
    fresh = this.kept.status is ListStatus.RECEIVED and refusal is None
    fields = field_choices(chosen, file, reading if fresh else None)
    name = next((field.chosen for field in fields if field.name == "name"), None)
    used = {field.chosen.index for field in fields if field.chosen}
    return render_template(
        "lists/columns.html",
        **same_files(this),
        **this.words,
        step=2,
        fields=fields,
        columns=file,
        columns_values={column.index: column.samples for column in file},
        unused=[column for column in file if column.index not in used and column.index not in chosen.identity],
        identity=[column for column in file if column.index in chosen.identity],
        extra=chosen.extra,
        names=name.samples if name else (),
        sheets=sheet_choices(reading, this.kept),
        encodings=encoding_choices(this.kept),
        old_fonts=old_font_columns(reading, chosen, file),
        lost=lost_places(reading),
        nearly_blank=reading.nearly_blank,
        refusal=sentence(refusal) if refusal else None,
        wrong_field={"no_phone_column": "phone_1", "no_name_column": "name"}.get(refusal.because) if refusal else None,
    )
