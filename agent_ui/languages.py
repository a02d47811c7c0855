"""The languages of the pages: which we know, which are whole and so offered, which one this page is in."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from flask_babel import get_locale

DEFAULT: Final = "en"
PROGRESS: Final = Path(__file__).parent / "translations" / "progress.json"  # written by agent_ui.translate at set-up


@dataclass(frozen=True)
class Language:
    """A language that we know: its tag, its name in itself, its name in English, which way it runs."""

    tag: str
    name: str
    english_name: str
    runs: str = "ltr"
    native_reader: bool = False  # set when somebody who grew up with it has read every text of ours


@dataclass(frozen=True)
class Progress:
    """How far the texts of a language are: how many there are, and how many stand in it and are no guess.

    Those of agents' pages are counted apart, too: they are a fifth of all.
    """

    texts: int
    done: int
    agents_texts: int = 0
    agents_done: int = 0

    @property
    def whole(self) -> bool:
        """Tell whether nothing is missing."""
        return self.done == self.texts

    @property
    def whole_for_agents(self) -> bool:
        """Tell whether nothing is missing on the pages that agents open."""
        return self.whole or 0 < self.agents_texts == self.agents_done


KNOWN: Final = {
    known.tag: known
    for known in (
        Language("en", "English", "English"),
        Language("ur", "اردو", "Urdu", runs="rtl"),
        Language("hi", "हिन्दी", "Hindi"),
        Language("ks", "کٲشُر", "Kashmiri", runs="rtl"),
        Language("doi", "डोगरी", "Dogri"),
        Language("ps", "پښتو", "Pashto", runs="rtl"),
    )
}

SPOKEN: Final = {tag: KNOWN[tag].name for tag in ("ks", "ur", "hi", "doi", "ps", "en")}  # on calls, most spoken first

IN_NASTALIQ: Final = ("ur", "ks")  # printed in it; on screens Naskh is known as well

RIGHT_TO_LEFT: Final = [tag for tag, known in KNOWN.items() if known.runs == "rtl"]


@cache
def progress() -> dict[str, Progress]:
    """Return how far each translation is, as it was counted at set-up."""
    if not PROGRESS.is_file():
        return {}
    return {tag: Progress(**counted) for tag, counted in json.loads(PROGRESS.read_text()).items()}


def offered(counted: Mapping[str, Progress] | None = None, *, to_agents: bool = False) -> dict[str, str]:
    """Return the languages to choose from, each named in itself: a page is never half in one and half in another."""
    counted = progress() if counted is None else counted
    whole = {tag for tag, far in counted.items() if far.whole or (to_agents and far.whole_for_agents)} | {DEFAULT}
    return {tag: known.name for tag, known in KNOWN.items() if tag in whole}


def language() -> str:
    """Return the tag of the page's language."""
    return str(_locale().language)


def direction() -> str:
    """Return which way the page runs: ltr or rtl."""
    return direction_of(language())


def direction_of(tag: str) -> str:
    """Return which way text in a language runs, whatever the page's is."""
    return KNOWN[tag].runs if tag in KNOWN else "ltr"


def _locale() -> Locale:
    return get_locale() or Locale(DEFAULT)
