"""Tells which languages Raabta knows, how far each is, who can choose it, and whether anybody has read it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from agent_ui.languages import KNOWN, offered, progress

languages_page = Blueprint("languages", __name__, url_prefix="/languages")


@languages_page.get("/")
def about() -> ResponseReturnValue:
    """Show every language, whether it can be chosen or not; open to everybody."""
    far = progress()
    texts = max((each.texts for each in far.values()), default=0)
    return render_template(
        "sign_in/languages.html",
        known=KNOWN.values(),
        progress=far,
        texts=texts,
        offered=offered(),
        to_agents=offered(to_agents=True),
    )
