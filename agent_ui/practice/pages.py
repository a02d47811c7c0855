"""The practice desk itself: the page of any desk, striped, with invented people behind it."""

import hashlib
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from agent_ui.bundle import bundle
from agent_ui.desk.page_words import page_words
from agent_ui.house import house
from agent_ui.languages import RIGHT_TO_LEFT
from agent_ui.languages import language as page_language
from agent_ui.packing import pack
from agent_ui.practice.at_practice import practice_desk
from agent_ui.practice.practice_words import practice_words
from agent_ui.practice.speech import speaker, voice_for
from agent_ui.sign_in.access import allow
from agent_ui.static_files import FOR_EVER
from campaigns.rules.carrier.read_in import NEAREST
from campaigns.rules.roles import Role
from campaigns.store.scripts import script_document

pages = Blueprint("practice", __name__, url_prefix="/practice", template_folder="templates")
ENTRY: Final = "desk/practice_open.js"
LONGEST_SENTENCE: Final = 300


@pages.get("/<uuid:campaign_id>/<language>/")
@allow(Role.AGENT)
def desk(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Show the practice desk."""
    practice_desk(campaign_id, language)
    settings = house().settings
    page = {
        "desk": url_for("practice.desk", campaign_id=campaign_id, language=language).rstrip("/"),
        "speaks": voice_for(language) is not None,
        "clock_speed": settings.clock_speed,
        "language": page_language(),
        "nearest": NEAREST,
        "right_to_left": RIGHT_TO_LEFT,
        "words": page_words() | practice_words(),
    }
    version = hashlib.sha256(bundle(ENTRY).encode()).hexdigest()[:12]
    return render_template("practice/desk.html", page=page, code=url_for("practice.code", v=version), mark="")


@pages.get("/code.js")
def code() -> ResponseReturnValue:
    """Give the practice desk's own script, joined of its modules."""
    answer = Response(bundle(ENTRY), mimetype="text/javascript")
    answer.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "no-cache"
    return pack(answer)


@pages.get("/<uuid:campaign_id>/<language>/state")
@allow(Role.AGENT)
def state(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Tell how the practice desk stands."""
    return jsonify(practice_desk(campaign_id, language).state())


@pages.get("/<uuid:campaign_id>/<language>/script/<uuid:version_id>")
@allow(Role.AGENT)
def script(campaign_id: UUID, language: str, version_id: UUID) -> ResponseReturnValue:
    """Give a whole version of the script."""
    desk = practice_desk(campaign_id, language)
    with house().db.transaction(desk.scope) as session:
        document = script_document(session, version_id)
    return (jsonify(document), 200) if document else ("", 404)


@pages.get("/<uuid:campaign_id>/<language>/speech")
@allow(Role.AGENT)
def speech(campaign_id: UUID, language: str) -> ResponseReturnValue:
    """Speak a sentence of an invented person; asked for by agents only who want to hear it."""
    practice_desk(campaign_id, language)
    words, voice, aloud = request.args.get("words", ""), voice_for(language), speaker()
    if aloud is None or voice is None or not 0 < len(words) <= LONGEST_SENTENCE:
        abort(404)
    return Response(aloud.say(words, voice), mimetype="audio/wav")
