"""The desk's page as it is kept on the agents' computers: no name, no number, no token; and its mark, which news carry."""

import hashlib

from flask import current_app, render_template, url_for

from agent_ui.bundle import bundle
from agent_ui.desk.page_words import question_page
from agent_ui.house import house
from agent_ui.languages import language
from agent_ui.sign_in.language import all_nastaliq

ENTRY = "desk/open.js"
PLACE = "desk_marks"
Reader = tuple[str, bool | None]


def shell() -> str:
    """Return the page in the language of whoever is signed in."""
    return _rendered(shell_mark())


def shell_mark() -> str:
    """Return the mark of the page that the server would give now; a desk with another one is told that there is a newer.

    It changes with the page, its words and files; each process works it out once for each language and its letters.
    """
    marks: dict[Reader, str] = current_app.extensions.setdefault(PLACE, {})
    reader = (language(), all_nastaliq())
    if reader not in marks:
        html = _rendered("")
        marks[reader] = hashlib.sha256(html.encode()).hexdigest()[:12]
    return marks[reader]


def code_address() -> str:
    """Return the address of the desk's script, with the hash of its content."""
    return url_for("desk.code", v=hashlib.sha256(bundle(ENTRY).encode()).hexdigest()[:12])


def _rendered(mark: str) -> str:
    return render_template("desk/desk.html", page=_page(), kept_page=True, code=code_address(), mark=mark)


def _page() -> dict[str, object]:
    settings = house().settings
    return {
        **question_page(),
        "live": f"{settings.live_base_url}/live/desk",
        "worker": "/desk/worker.js",
        "offline": settings.desk_offline,
        "clock_speed": settings.clock_speed,
    }
