"""The languages of the pages: which there are, which one a person reads, which way it runs."""

from babel import Locale
from flask import request, session
from flask_babel import get_locale

from agent_ui.sign_in.access import current_user

LANGUAGES = {"en": "English", "ur": "اردو"}  # each in its own script
DEFAULT = "en"


def chosen_language() -> str:
    """Return the language chosen in this session, else the person's own, else the browser's."""
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    person = current_user()
    if person is not None and person.interface_language in LANGUAGES:
        return person.interface_language
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT


def language() -> str:
    """Return the tag of the page's language."""
    return str(_locale().language)


def direction() -> str:
    """Return which way the page runs: ltr or rtl."""
    return _locale().text_direction


def _locale() -> Locale:
    return get_locale() or Locale(DEFAULT)
