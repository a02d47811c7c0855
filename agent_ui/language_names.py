"""What languages are called by whoever reads the page: in a sentence, a name in another script is no word to her."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

from agent_ui.languages import SPOKEN

_ = lazy_gettext
# Each in its own script: all that a list may name, and an agent may speak.
OWN_NAMES: Final = {**SPOKEN, "pa": "ਪੰਜਾਬੀ", "gju": "گوجری", "phr": "پہاڑی", "hno": "ہندکو"}
LANGUAGES: Final[dict[str, LazyString]] = {
    "en": _("English"),
    "ur": _("Urdu"),
    "hi": _("Hindi"),
    "ks": _("Kashmiri"),
    "doi": _("Dogri"),
    "ps": _("Pashto"),
    "pa": _("Punjabi"),
    "gju": _("Gojri"),
    "phr": _("Pahari"),
    "hno": _("Hindko"),
}


def name_of_language(tag: str) -> str:
    """Return what a language is called in that of the page; an unknown tag as it is."""
    return str(LANGUAGES.get(tag, tag))
