"""In which language of a script a person is read to whose own language it lacks."""

from collections.abc import Sequence
from typing import Final

NEAREST: Final = {
    "ks": "ur",
    "ps": "ur",
    "pa": "ur",
    "gju": "ur",
    "phr": "ur",
    "hno": "ur",
    "doi": "hi",
}  # what nearly all who speak it understand from school and radio


def read_in(language: str, written: Sequence[str]) -> str | None:
    """Return the language of a script in which a speaker of a language is read to; None where she is not likely to follow."""
    return next((one for one in (language, NEAREST.get(language)) if one in written), None)
