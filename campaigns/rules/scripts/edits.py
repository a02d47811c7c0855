"""Changes to a script that is being written: add, take out, move and rename steps; nothing here needs it to be sound."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from campaigns.rules.lettering import folded

LONGEST_NAME: Final = 40
Document = dict[str, Any]


def short_name(written: str) -> str:
    """Return a name for reports: small Latin letters, digits and low lines; empty where nothing of that is written."""
    name = re.sub(r"[^a-z0-9]+", "_", folded(written).lower()).strip("_")
    return name.lstrip("0123456789_")[:LONGEST_NAME].strip("_")


def new_name(wished: str, taken: Mapping[str, Any], otherwise: str) -> str:
    """Return a name that nothing else has."""
    name = wished or otherwise
    number = 2
    while name in taken:
        ending = f"_{number}"
        name = f"{(wished or otherwise)[: LONGEST_NAME - len(ending)]}{ending}"
        number += 1
    return name


def listed(document: Mapping[str, Any]) -> Document:
    """Return the script with its steps in the order in which its office lists them, others in that of a call.

    The database keeps no order of the names in an object: `order` does.
    """
    steps: Mapping[str, Any] = document["steps"]
    told = [name for name in document.get("order", ()) if name in steps]
    ahead, order = [document["opening"], *reversed(list(steps))], list[str]()
    ahead.reverse()
    while ahead:
        name = ahead.pop()
        if name in steps and name not in order:
            order.append(name)
            ahead += [way for way in reversed(_ways(steps[name])) if way]
    return _in_order(dict(document), [*told, *(name for name in order if name not in told)], steps)


def with_order(document: Mapping[str, Any]) -> Document:
    """Return the script as it is kept: with the order of its steps written down, where it is not that of a call."""
    plain = {part: value for part, value in document.items() if part != "order"}
    order = list(document["steps"])
    return plain if order == list(listed(plain)["steps"]) else {**plain, "order": order}


def _ways(step: Mapping[str, Any]) -> list[str | None]:
    return [*(option.get("next") for option in step.get("options", ())), step.get("next")]


def add_step(document: Document, after: str | None) -> tuple[Document, str]:
    """Return the script with an empty question behind another step, and its name."""
    steps: Mapping[str, Any] = document["steps"]
    name = new_name("", steps, "question")
    empty = {"kind": "choice", "title": {}, "read": {}, "options": [_empty_option("yes"), _empty_option("no")]}
    order = list(steps)
    order.insert(order.index(after) + 1 if after is not None and after in steps else len(order), name)
    return _in_order(document, order, {**steps, name: empty}), name


def _empty_option(value: str) -> dict[str, Any]:
    return {"value": value, "label": {}}


def remove_step(document: Document, name: str) -> Document:
    """Return the script without a step; what led to it leads to what followed it."""
    following = document["steps"][name].get("next")
    left = {other: step for other, step in document["steps"].items() if other != name}

    def lead_on(way: str | None) -> str | None:
        return following if way == name else way

    return _with_ways({**document, "steps": left}, lead_on)


def move_step(document: Document, name: str, places: int) -> Document:
    """Return the script with a step some places further on in the list; the ways between the steps stay."""
    order = list(document["steps"])
    at = order.index(name)
    order.remove(name)
    order.insert(max(0, at + places), name)
    return _in_order(document, order, document["steps"])


def put_step(document: Document, name: str, step: dict[str, Any], renamed: str) -> tuple[Document, str]:
    """Return the script with a step in the place of another, and its name; whatever led to that leads to it."""
    others = {other: None for other in document["steps"] if other != name}
    after = name if renamed in ("", name) else new_name(renamed, others, name)
    steps = {
        after if other == name else other: step if other == name else old for other, old in document["steps"].items()
    }
    changed = _with_ways({**document, "steps": steps}, lambda way: after if way == name else way)
    return changed, after


def _in_order(document: Document, order: list[str], steps: Mapping[str, Any]) -> Document:
    return {**document, "steps": {name: steps[name] for name in order}}


def _with_ways(document: Document, lead: Callable[[str | None], str | None]) -> Document:
    def leads(part: Mapping[str, Any]) -> dict[str, Any]:
        way = lead(part.get("next"))
        return {**{key: value for key, value in part.items() if key != "next"}, **({"next": way} if way else {})}

    steps = {}
    for name, step in document["steps"].items():
        steps[name] = leads(step)
        if "options" in step:
            steps[name]["options"] = [leads(option) for option in step["options"]]
    return {**document, "opening": lead(document["opening"]) or "", "steps": steps}
