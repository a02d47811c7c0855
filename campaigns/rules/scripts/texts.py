"""The texts of a script: each stands in every language, and merges only what every record has."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from campaigns.rules.scripts.faults import Fault, Place, Problem
from campaigns.rules.scripts.script import FIELDS

MERGED: Final = re.compile(r"\{([^{}]*)\}")
OF_ALL: Final = ("calling_back", "neutral")  # texts of the whole script, for whoever is on the line
OF_STEP: Final = ("title", "read", "hint")
OF_REPORTS: Final = ("title", "label")  # of every call at once: nobody is named in them


def text_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield each text that a language lacks, and each merged field that no record has."""
    for place, text in every_text(document):
        for language in document["languages"]:
            if not text.get(language, "").strip():
                yield Problem(Fault.NO_TEXT, in_language(place, language), {"language": language})
        for language, words in text.items():
            for field in MERGED.findall(words):
                if field not in FIELDS:
                    yield Problem(Fault.UNKNOWN_FIELD, in_language(place, language), {"field": field})
                elif place.part in OF_REPORTS:
                    yield Problem(Fault.MERGED_ELSEWHERE, in_language(place, language), {"field": field})


def every_text(document: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, str]]]:
    """Yield every text of a script with its place."""
    for part in OF_ALL:
        if part in document:
            yield Place(part=part), document[part]
    for name, step in document["steps"].items():
        for part in OF_STEP:
            if part in step:
                yield Place(name, part), step[part]
        for number, option in enumerate(step.get("options", ()), 1):
            yield Place(name, "label", number), option["label"]


def merges(text: Mapping[str, str], field: str) -> list[str]:
    """Return the languages in which a text merges a field."""
    return [language for language, words in text.items() if field in MERGED.findall(words)]


def in_language(place: Place, language: str) -> Place:
    """Return the place of a text in one language."""
    return Place(place.step, place.part, place.option, language)
