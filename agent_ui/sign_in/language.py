"""Which language a page is read in, and in which letters."""

from flask import request, session

from agent_ui.languages import DEFAULT, IN_NASTALIQ, language, offered
from agent_ui.sign_in.access import current_user
from campaigns.rules.roles import Role


def chosen_language() -> str:
    """Return the language chosen in this session, else the person's own, else the browser's."""
    languages = languages_to_choose()
    if session.get("language") in languages:
        return str(session["language"])
    person = current_user()
    if person is not None and person.interface_language in languages:
        return person.interface_language
    return request.accept_languages.best_match(list(languages), DEFAULT) or DEFAULT


def languages_to_choose() -> dict[str, str]:
    """Return the languages in which all pages of this reader stand; who has not signed in may be an agent."""
    person = current_user()
    return offered(to_agents=person is None or person.role is Role.AGENT)


def all_nastaliq() -> bool | None:
    """Tell whether its reader wants this whole page in Nastaliq; None where there is no choice."""
    person = current_user()
    return person.nastaliq if person is not None and language() in IN_NASTALIQ else None
