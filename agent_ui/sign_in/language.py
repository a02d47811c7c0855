"""Which language a page is read in."""

from flask import request, session

from agent_ui.languages import DEFAULT, LANGUAGES
from agent_ui.sign_in.access import current_user


def chosen_language() -> str:
    """Return the language chosen in this session, else the person's own, else the browser's."""
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    person = current_user()
    if person is not None and person.interface_language in LANGUAGES:
        return person.interface_language
    return request.accept_languages.best_match(list(LANGUAGES), DEFAULT) or DEFAULT
