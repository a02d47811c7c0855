"""Finds what is wrong with a script document of the right shape, each problem with its place."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from campaigns.rules.scripts.answers import is_day
from campaigns.rules.scripts.conditions import is_record_field
from campaigns.rules.scripts.faults import Fault, Place, Problem
from campaigns.rules.scripts.opening import opening_problems
from campaigns.rules.scripts.script import MOST_OPTIONS, TODAY, WITH_OPTIONS, Step, StepKind, read_step
from campaigns.rules.scripts.texts import text_problems
from campaigns.rules.scripts.ways import ways_back, ways_lost, ways_unreached


def find_problems(document: Mapping[str, Any]) -> list[Problem]:
    """Return every problem; none means that every call can be led to an ending in every language.

    The document must already have the shape that script.schema.json describes.
    """
    steps = {name: read_step(step) for name, step in document["steps"].items()}
    problems = [*text_problems(document), *_of_steps(document, steps), *ways_lost(document["opening"], steps)]
    problems = problems or [*ways_back(document["opening"], steps), *ways_unreached(document["opening"], steps)]
    return [*problems, *opening_problems(document, steps, sound=not problems)]


def _of_steps(document: Mapping[str, Any], steps: Mapping[str, Step]) -> Iterator[Problem]:
    for name, step in steps.items():
        place = Place(name)
        yield from _options(place, step)
        yield from _bounds(place, step)
        yield from _conditions(place, step, opening=name == document["opening"])


def _options(place: Place, step: Step) -> Iterator[Problem]:
    values = [option.value for option in step.options]
    if step.kind in WITH_OPTIONS and not 1 <= len(values) <= MOST_OPTIONS:
        yield Problem(Fault.OPTION_COUNT, place)
    if step.kind not in WITH_OPTIONS and values:
        yield Problem(Fault.OPTIONS_ELSEWHERE, place)
    if len(set(values)) < len(values):
        yield Problem(Fault.SAME_VALUE, place)
    if step.kind is StepKind.CHOICES and any(option.next or option.suggests or option.who for option in step.options):
        yield Problem(Fault.CHOICES_BRANCH, place)


def _bounds(place: Place, step: Step) -> Iterator[Problem]:
    numbers, days = (step.least, step.most), (step.earliest, step.latest)
    bounds = {StepKind.NUMBER: numbers, StepKind.DATE: days}
    if any(bound is not None for kind, pair in bounds.items() if kind is not step.kind for bound in pair):
        yield Problem(Fault.BOUNDS_ELSEWHERE, place)
        return
    for day in days:
        if day not in (None, TODAY) and not is_day(day):
            yield Problem(Fault.NO_DAY, place, {"day": day})
    days_cross = TODAY not in days and _crossed(*days)
    if any(bound is not None and not isfinite(bound) for bound in numbers) or _crossed(*numbers) or days_cross:
        yield Problem(Fault.BOUNDS_CROSSED, place)


def _crossed(least: Any, most: Any) -> bool:
    return least is not None and most is not None and least > most


def _conditions(place: Place, step: Step, *, opening: bool) -> Iterator[Problem]:
    asked = [(place, step.when)]
    asked += [(Place(place.step, option=number), option.when) for number, option in enumerate(step.options, 1)]
    for where, condition in asked:
        if condition is not None and not is_record_field(condition.field):
            yield Problem(Fault.NO_SUCH_RECORD_FIELD, where, {"field": condition.field})
    if step.when is not None and (opening or step.kind is StepKind.END or step.next is None):
        yield Problem(Fault.CONDITION_MISPLACED, place)
    if step.options and all(option.when is not None for option in step.options):
        yield Problem(Fault.NO_OPTION_FOR_ALL, place)
