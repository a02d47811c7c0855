"""What a version of a script changes of another: one entry for each thing that somebody on a call would notice."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from campaigns.rules.scripts.faults import Place
from campaigns.rules.scripts.texts import OF_ALL, OF_STEP


class ChangeKind(StrEnum):
    """One kind of change."""

    LANGUAGE_ADDED = "language_added"
    LANGUAGE_REMOVED = "language_removed"
    OPENING = "opening"
    ORDER = "order"
    STEP_ADDED = "step_added"
    STEP_REMOVED = "step_removed"
    TEXT = "text"
    OPTION_ADDED = "option_added"
    OPTION_REMOVED = "option_removed"
    LEADS = "leads"
    KIND = "kind"
    REQUIRED = "required"
    SKIPPABLE = "skippable"
    OUTCOME = "outcome"
    BOUNDS = "bounds"
    CONDITION = "condition"
    SPEAKER = "speaker"
    SAYS = "says"


@dataclass(frozen=True)
class Change:
    """One change with its place; `before` and `after` where they are short."""

    kind: ChangeKind
    place: Place
    before: str = ""
    after: str = ""


_FIELDS: Final = {  # of a step or an option
    ChangeKind.KIND: ("kind",),
    ChangeKind.LEADS: ("next",),
    ChangeKind.OUTCOME: ("suggests",),
    ChangeKind.BOUNDS: ("min", "max", "earliest", "latest"),
    ChangeKind.CONDITION: ("when",),
    ChangeKind.SPEAKER: ("who", "relation"),
    ChangeKind.SAYS: ("says",),
}
_SHORT: Final = (ChangeKind.KIND, ChangeKind.LEADS, ChangeKind.OUTCOME)
Part = Mapping[str, Any]


def changes_between(before: Part, after: Part) -> list[Change]:
    """Return what is different; none means that a call goes just as it went."""
    return [*_of_all(before, after), *_of_steps(before["steps"], after["steps"])]


def _of_all(before: Part, after: Part) -> Iterator[Change]:
    for tag in after["languages"]:
        if tag not in before["languages"]:
            yield Change(ChangeKind.LANGUAGE_ADDED, Place(), after=tag)
    for tag in before["languages"]:
        if tag not in after["languages"]:
            yield Change(ChangeKind.LANGUAGE_REMOVED, Place(), before=tag)
    if before["opening"] != after["opening"]:
        yield Change(ChangeKind.OPENING, Place(), before["opening"], after["opening"])
    for part in OF_ALL:
        yield from _texts(Place(part=part), before.get(part, {}), after.get(part, {}))


def _of_steps(before: Part, after: Part) -> Iterator[Change]:
    yield from (Change(ChangeKind.STEP_REMOVED, Place(name)) for name in before if name not in after)
    yield from (Change(ChangeKind.STEP_ADDED, Place(name)) for name in after if name not in before)
    both = [name for name in after if name in before]
    if both != [name for name in before if name in after]:
        yield Change(ChangeKind.ORDER, Place())
    for name in both:
        yield from _of_step(name, before[name], after[name])


def _of_step(name: str, before: Part, after: Part) -> Iterator[Change]:
    yield from _fields(Place(name), before, after)
    if before.get("required", True) != after.get("required", True):
        yield Change(ChangeKind.REQUIRED if after.get("required", True) else ChangeKind.SKIPPABLE, Place(name))
    for part in OF_STEP:
        yield from _texts(Place(name, part), before.get(part, {}), after.get(part, {}))
    yield from _options(name, before.get("options", ()), after.get("options", ()))


def _options(name: str, before: Sequence[Part], after: Sequence[Part]) -> Iterator[Change]:
    old = {option["value"]: option for option in before}
    values = [option["value"] for option in after]
    for number, option in enumerate(before, 1):
        if option["value"] not in values:
            yield Change(ChangeKind.OPTION_REMOVED, Place(name, option=number), before=option["value"])
    for number, option in enumerate(after, 1):
        place = Place(name, option=number)
        if option["value"] not in old:
            yield Change(ChangeKind.OPTION_ADDED, place, after=option["value"])
            continue
        yield from _fields(place, old[option["value"]], option)
        yield from _texts(Place(name, "label", number), old[option["value"]]["label"], option["label"])
    kept = [value for value in old if value in values]
    if kept != [value for value in values if value in old]:
        yield Change(ChangeKind.ORDER, Place(name))


def _fields(place: Place, before: Part, after: Part) -> Iterator[Change]:
    for kind, fields in _FIELDS.items():
        was, now = ([part.get(field) for field in fields] for part in (before, after))
        if was != now:
            short = (str(was[0] or ""), str(now[0] or "")) if kind in _SHORT else ("", "")
            yield Change(kind, place, *short)


def _texts(place: Place, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    for language in dict.fromkeys([*before, *after]):
        if before.get(language, "").strip() != after.get(language, "").strip():
            yield Change(ChangeKind.TEXT, Place(place.step, place.part, place.option, language))
