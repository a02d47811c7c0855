"""A script that is being written: it travels with the form, so that nothing is kept before it is saved."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from agent_ui.scripts.step_form import written_step, written_whole
from campaigns.rules.scripts.edits import (
    Document,
    add_step,
    listed,
    move_step,
    put_step,
    remove_step,
    short_name,
    with_order,
)
from campaigns.rules.scripts.texts import OF_ALL

MOST_STEPS: Final = 200
PLACES: Final = {"up": -1, "down": 1}


@dataclass(frozen=True)
class Draft:
    """The script as it stands in the form. `opened`: the step whose fields are shown; empty: those of the whole script."""

    document: Document
    opened: str
    based_on: str

    @property
    def written(self) -> str:
        """Return the script as it travels with the form."""
        return json.dumps(with_order(self.document), ensure_ascii=False)

    @property
    def step(self) -> dict[str, Any] | None:
        """Return the step that is open."""
        found: dict[str, Any] | None = self.document["steps"].get(self.opened)
        return found


def draft_of_form(form: MultiDict[str, str]) -> Draft | None:
    """Return the draft with what was written into its open fields; None where the form is not one of ours."""
    document = readable(form.get("document", ""))
    if document is None:
        return None
    draft = Draft(listed(document), form.get("opened", ""), form.get("based_on", ""))
    if draft.step is None:
        return replace(draft, document=written_whole(form, draft.document), opened="")
    written = written_step(form, draft.document["languages"], draft.step)
    changed, name = put_step(draft.document, draft.opened, written, short_name(form.get("name", "")))
    return replace(draft, document=changed, opened=name)


def readable(written: str) -> Document | None:
    """Return a script that can be shown in fields, whatever else may be wrong with it."""
    try:
        document = json.loads(written)
    except (ValueError, RecursionError):
        return None
    return document if _has_fields(document) else None


def acted(draft: Draft, act: str) -> Draft:
    """Return the draft after one of the buttons of its page; an unknown one changes nothing."""
    name, _, said = act.partition(":")
    if name == "open":
        return replace(draft, opened=said if said in draft.document["steps"] else "")
    if name == "add" and len(draft.document["steps"]) < MOST_STEPS:
        document, opened = add_step(draft.document, draft.opened or None)
        return replace(draft, document=document, opened=opened)
    return draft if draft.step is None else _acted_on(draft, draft.step, name, said)


def _acted_on(draft: Draft, step: dict[str, Any], name: str, said: str) -> Draft:
    if name == "remove":
        return replace(draft, document=remove_step(draft.document, draft.opened), opened="")
    if name in PLACES:
        return replace(draft, document=move_step(draft.document, draft.opened, PLACES[name]))
    if change := _OF_OPTIONS.get(name):
        options = change(list(step.get("options", ())), int(said) if said.isascii() and said.isdigit() else 0)
        changed, _same = put_step(draft.document, draft.opened, {**step, "options": options}, "")
        return replace(draft, document=changed)
    return draft


Options = list[dict[str, Any]]


def _add_option(options: Options, _: int) -> Options:
    return [*options, {"value": f"answer_{len(options) + 1}", "label": {}}]


def _remove_option(options: Options, at: int) -> Options:
    return [option for number, option in enumerate(options) if number != at]


def _option_up(options: Options, at: int) -> Options:
    if 0 < at < len(options):
        options[at - 1], options[at] = options[at], options[at - 1]
    return options


_OF_OPTIONS: Final[dict[str, Callable[[Options, int], Options]]] = {
    "add_option": _add_option,
    "remove_option": _remove_option,
    "option_up": _option_up,
}


def _has_fields(document: Any) -> bool:
    """Say whether everything that the page shows is of the kind that it shows; what it holds is another matter."""
    match document:
        case {"opening": str(), "languages": [*tags], "steps": dict(steps)}:
            texts, order = [document.get(part, {}) for part in OF_ALL], document.get("order", [])
            named = isinstance(order, list) and all(isinstance(one, str) for one in [*tags, *order, *steps])
            return named and all(map(_is_text, texts)) and all(map(_is_step, steps.values()))
        case _:
            return False


def _is_step(step: Any) -> bool:
    match step:
        case {"kind": str(), "title": title, "read": read}:
            options, says = step.get("options", []), step.get("says", [])
            whole = isinstance(options, list) and isinstance(says, list) and all(map(_is_option, options))
            return whole and all(map(_is_text, (title, read, step.get("hint", {})))) and _is_condition(step.get("when"))
        case _:
            return False


def _is_option(option: Any) -> bool:
    match option:
        case {"value": str(), "label": label}:
            return _is_text(label) and _is_condition(option.get("when"))
        case _:
            return False


def _is_text(text: Any) -> bool:
    return isinstance(text, dict) and all(isinstance(words, str) for words in text.values())


def _is_condition(when: Any) -> bool:
    match when:
        case None:
            return True
        case {"field": str(), "is": [*values]} | {"field": str(), "is_not": [*values]}:
            return all(isinstance(value, str) for value in values)
        case _:
            return False
