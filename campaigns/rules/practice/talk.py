"""What an invented person says in each moment of a practice call, in her language; the desk shows it as she speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.rules.practice.personas import Persona, in_language
from campaigns.rules.practice.truth import Truth


@dataclass(frozen=True)
class Talk:
    """Her words: when she picks up, at each question, at any question that is not hers to answer, and at the end."""

    hello: str
    steps: Mapping[str, tuple[str, ...]]
    otherwise: str
    ends: tuple[str, ...]


def talk_of(document: Mapping[str, Any], persona: Persona, truth: Truth, language: str) -> Talk:
    """Return what she says while an agent goes through a script."""
    broken = persona.breaks_off
    told = (persona.tells,) if persona.tells else ()
    return Talk(
        hello=persona.says("hello", language),
        steps={name: tuple(_at(document, persona, truth, name, language)) for name in truth.answers},
        otherwise=in_language(broken.says, language) if broken else persona.says("puzzled", language),
        ends=(*(in_language(words, language) for words in told), persona.says("bye", language)),
    )


def _at(document: Mapping[str, Any], persona: Persona, truth: Truth, name: str, language: str) -> list[str]:
    number = list(truth.answers).index(name)
    between = [in_language(one.says, language) for one in persona.interruptions if one.at == number]
    if name == truth.identity[0]:
        return [*between, persona.says("identity", language)]
    answer = _spoken(document["steps"][name], truth.answers[name], language)
    if not answer:
        return [*between, persona.says("text", language)]
    return [*between, persona.says("reply", language).replace("{answer}", answer.rstrip(".۔।"))]


def _spoken(step: Mapping[str, Any], value: Any, language: str) -> str:
    labels = {option["value"]: in_language(option["label"], language) for option in step.get("options", ())}
    if labels:
        return ", ".join(labels[one] for one in (value if isinstance(value, list) else [value]))
    if step["kind"] == "date":
        day = date.fromisoformat(value)
        return f"{day.day}.{day.month}.{day.year}"
    return str(value)
