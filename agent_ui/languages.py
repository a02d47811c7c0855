"""The languages of the pages: which there are, which one this page is in, which way it runs."""

from babel import Locale
from flask_babel import get_locale

LANGUAGES = {"en": "English", "ur": "اردو"}  # each in its own script
DEFAULT = "en"
RIGHT_TO_LEFT = frozenset({"ur", "ks", "ps"})  # of the languages of calls, as desk/question.js has them


def language() -> str:
    """Return the tag of the page's language."""
    return str(_locale().language)


def direction() -> str:
    """Return which way the page runs: ltr or rtl."""
    return _locale().text_direction


def direction_of(tag: str) -> str:
    """Return which way text in a language of the calls runs, whatever the page's is."""
    return "rtl" if tag in RIGHT_TO_LEFT else "ltr"


def _locale() -> Locale:
    return get_locale() or Locale(DEFAULT)
