"""Every sentence that the upload page's own script shows, in the page's language; {fields} are filled in the browser."""

from typing import Final

from flask_babel import lazy_gettext

_ = lazy_gettext
_WORDS: Final = {
    "pause": _("Pause the upload"),
    "go_on": _("Go on"),
    "sending": _("The file is being sent."),
    "goes_on": _("It goes on from {share}, where it had stopped."),
    "looking": _("The file is here whole and is being looked at."),
    "lost": _("The link is lost. It goes on by itself, in {seconds} seconds at the latest."),
    "paused": _("Paused at {share}."),
    "megabytes": _("{part} of {whole} MB"),
    "speed": _("{speed} KB a second"),
    "left": _("{time} left"),
    "signed_out": _("You are signed out. Sign in again and choose the same file: it goes on from where it is."),
    "gone": _("This upload was deleted meanwhile. Choose the file again to begin anew."),
    "changed": _("The file was changed or moved while it was sent. Choose it again."),
    "broken": _("The file could not be sent. Load the page again and choose the same file."),
}


def upload_words() -> dict[str, str]:
    """Return them as the page hands them over."""
    return {key: str(words) for key, words in _WORDS.items()}
