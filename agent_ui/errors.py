"""Error pages in words: what happened and what to do now; JSON for scripts."""

import logging
from typing import Final

from flask import Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import HTTPException, InternalServerError

from agent_ui.api.pages import api, in_json
from agent_ui.shape_words import FOR_WHO_TENDS
from campaigns.rules.refusals import NOTE_TOO_LONG
from campaigns.store.session import DatabaseAway, OtherShapeError, why_away

log = logging.getLogger(__name__)

WORDS: Final = {
    400: (
        lazy_gettext("This page has become too old"),
        lazy_gettext("Nothing was saved. Go back, load the page again and repeat the last step."),
    ),
    403: (
        lazy_gettext("This page is not for you"),
        lazy_gettext("Your sign-in does not open it. Ask your supervisor if you need it for your work."),
    ),
    404: (
        lazy_gettext("There is no such page"),
        lazy_gettext("Check the address, or begin again at the first page."),
    ),
    413: (
        lazy_gettext("The file is too large"),
        lazy_gettext("Nothing was kept. Split the file, or save it without pictures and unused sheets."),
    ),
    429: (
        lazy_gettext("Too many tries"),
        lazy_gettext("Wait ten minutes and try again. If you have forgotten your password, ask your supervisor."),
    ),
    500: (
        lazy_gettext("Something broke on our side"),
        lazy_gettext("Your last step may not be saved. Load the page again; it shows what is saved."),
    ),
    503: (
        lazy_gettext("Raabta cannot be reached just now"),
        lazy_gettext("What was saved is safe, and a running phone call goes on. Try again in a minute."),
    ),
}


def speak_of_errors(app: Flask) -> None:
    """Answer every error with a page in words."""
    app.register_error_handler(HTTPException, _in_words)
    app.register_error_handler(DatabaseAway, _database_away)


def _database_away(error: DatabaseAway) -> ResponseReturnValue:
    log.error("database_away", extra={"request_id": g.get("request_id"), "error": why_away(error)})
    g.person = None  # nobody can be looked up now
    return _say(503, str(FOR_WHO_TENDS[error.shape]) if isinstance(error, OtherShapeError) else "")


def _in_words(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError):
        log.error("page_broke", extra={"request_id": g.get("request_id")}, exc_info=error.original_exception)
        g.person = None
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if request.path.startswith(
        f"{api.url_prefix}/"
    ):  # no address of it, or not by this method: no part of the app claims it
        return in_json(error)
    if code == 401 and not _wants_json():
        here = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("sign_in.form", next=here))
    return _say(code)


def _say(code: int, more: str = "") -> ResponseReturnValue:
    title, hint = WORDS.get(code, WORDS[400 if code < 500 else 500])
    if code == 401:
        title, hint = gettext("You are signed out"), gettext("Sign in again.")
    if code == 413 and request.is_json:
        title = hint = gettext(NOTE_TOO_LONG.hint)  # nothing else that a desk sends is as long
    if _wants_json():
        return {"because": f"http_{code}", "title": str(title), "hint": str(hint)}, code
    told = {"title": title, "hint": hint, "more": more, "request_id": g.get("request_id")}
    return render_template("error.html", code=code, **told), code


def _wants_json() -> bool:
    accept = request.accept_mimetypes
    return request.is_json or accept["application/json"] > accept["text/html"]
