"""Finds what is wrong with a script document of the right shape, each problem with its place."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from campaigns.rules.script import FIELDS, MOST_OPTIONS, WITH_OPTIONS, Step, StepKind, read_step

MERGED = re.compile(r"\{([^{}]*)\}")


def find_problems(document: Mapping[str, Any]) -> list[str]:
    """Return one sentence per problem; none means that every call can be led to an ending in every language.

    The document must already have the shape that script.schema.json describes.
    """
    steps = {name: read_step(step) for name, step in document["steps"].items()}
    problems = [*_texts(document), *_options(steps), *_dead_ends(document, steps)]
    return problems or [*_loops(document["opening"], steps), *_unreached(document["opening"], steps)]


def _texts(document: Mapping[str, Any]) -> Iterator[str]:
    for place, text in _every_text(document):
        for language in document["languages"]:
            if not text.get(language, "").strip():
                yield f"{place} has no text in {language}."
        for language, words in text.items():
            for field in MERGED.findall(words):
                if field not in FIELDS:
                    yield f"{place}.{language} names {{{field}}}, which no record has."


def _every_text(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    if "calling_back" in document:
        yield "calling_back", document["calling_back"]
    for name, step in document["steps"].items():
        for part in ("title", "read", "hint"):
            if part in step:
                yield f"steps.{name}.{part}", step[part]
        for number, option in enumerate(step.get("options", ()), 1):
            yield f"steps.{name}, option {number}", option["label"]


def _options(steps: Mapping[str, Step]) -> Iterator[str]:
    for name, step in steps.items():
        values = [option.value for option in step.options]
        if step.kind in WITH_OPTIONS and not 1 <= len(values) <= MOST_OPTIONS:
            yield f"steps.{name} needs between 1 and {MOST_OPTIONS} options."
        if step.kind not in WITH_OPTIONS and values:
            yield f"steps.{name} is a {step.kind} and can have no options."
        if len(set(values)) < len(values):
            yield f"steps.{name} has two options of the same value."
        if step.kind is StepKind.CHOICES and any(option.next or option.suggests for option in step.options):
            yield f"steps.{name}: only single choices can branch or suggest an outcome; give the step one next."


def _dead_ends(document: Mapping[str, Any], steps: Mapping[str, Step]) -> Iterator[str]:
    if document["opening"] not in steps:
        yield f"opening names {document['opening']}, which is no step."
    for name, step in steps.items():
        yield from (f"steps.{name} leads to {way}, which is no step." for way in step.ways_on if way not in steps)
        if step.kind is StepKind.END:
            if step.next:
                yield f"steps.{name} is an ending and can lead nowhere."
        elif not step.next and (not step.required or not _every_option_leads_on(step)):
            yield f"steps.{name} has a way that leads nowhere; give it a next step."


def _every_option_leads_on(step: Step) -> bool:
    return step.kind is StepKind.CHOICE and all(option.next for option in step.options)


def _loops(opening: str, steps: Mapping[str, Step]) -> Iterator[str]:
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> Iterator[str]:
        if name in way:
            yield f"steps.{way[-1]} leads back to {name}: the call would never end."
        elif name not in done:
            for following in steps[name].ways_on:
                yield from walk(following, (*way, name))
            done.add(name)

    yield from walk(opening, ())


def _unreached(opening: str, steps: Mapping[str, Step]) -> Iterator[str]:
    reached: set[str] = set()
    ahead = [opening]
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead.extend(steps[name].ways_on)
    yield from (f"Nothing leads to steps.{name}." for name in steps if name not in reached)
