"""What languages are called by whoever reads the page: in a sentence, a name in another script is no word to her."""

from typing import Final

from flask_babel import LazyString, lazy_gettext

_ = lazy_gettext
LANGUAGES: Final[dict[str, LazyString]] = {
    "en": _("English"),
    "ur": _("Urdu"),
    "hi": _("Hindi"),
    "ks": _("Kashmiri"),
    "doi": _("Dogri"),
    "ps": _("Pashto"),
    "pa": _("Punjabi"),
}


def name_of_language(tag: str) -> str:
    """Return what a language is called in that of the page; an unknown tag as it is."""
    return str(LANGUAGES.get(tag, tag))
