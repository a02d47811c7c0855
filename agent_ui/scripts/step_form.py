"""Reads what an office has written into the fields of one step, or of the whole script."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from campaigns.rules.lettering import latin_digits
from campaigns.rules.scripts.conditions import COLUMN
from campaigns.rules.scripts.edits import Document, new_name, short_name
from campaigns.rules.scripts.script import TODAY, WITH_OPTIONS, OpeningPart, StepKind
from campaigns.rules.scripts.texts import OF_ALL

LONGEST: Final = 2_000
_BETWEEN: Final = re.compile(r"[,،\n]")
Form = MultiDict[str, str]


def written_step(form: Form, languages: Sequence[str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the step of the form; what its kind has no use for is left out, texts that it does not show stay."""
    kind = form.get("kind", "")
    step: dict[str, Any] = {
        "kind": kind,
        "title": _texts(form, "title", languages, before.get("title", {})),
        "read": _texts(form, "read", languages, before.get("read", {})),
        "hint": _texts(form, "hint", languages, before.get("hint", {})),
        "says": [part.value for part in OpeningPart if part in form.getlist("says")],
        "when": _condition(form, "when"),
        "next": form.get("next") if kind != StepKind.END else None,
        "suggests": form.get("suggests") if kind == StepKind.END else None,
    }
    if kind == StepKind.NUMBER:
        step |= {"min": _number(form.get("min", "")), "max": _number(form.get("max", ""))}
    if kind == StepKind.DATE:
        step |= {name: _day(form, name) for name in ("earliest", "latest")}
    step = {name: value for name, value in step.items() if value not in (None, "", {}, []) or name in ("title", "read")}
    if kind in list(WITH_OPTIONS):
        step["options"] = written_options(form, languages, before.get("options", ()))
    return step if "required" in form or kind == StepKind.END else step | {"required": False}


def _day(form: Form, name: str) -> str:
    return TODAY if form.get(f"{name}.today") else latin_digits(form.get(name, "").strip())


def written_options(form: Form, languages: Sequence[str], before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the answers to choose from, in their order; one without a short name gets one of its own."""
    options: list[dict[str, Any]] = []
    for number in range(len(form.getlist("option"))):
        told = before[number]["label"] if number < len(before) else {}
        label = _texts(form, f"option.{number}.label", languages, told)
        wished = short_name(form.get(f"option.{number}.value", "")) or short_name(label.get("en", ""))
        taken = {option["value"]: None for option in options}
        fields = {name: form.get(f"option.{number}.{name}") for name in ("next", "suggests", "who", "relation")}
        option = {"value": new_name(wished, taken, "answer"), "label": label, **fields}
        option["when"] = _condition(form, f"option.{number}.when")
        options.append({name: value for name, value in option.items() if value or name == "label"})
    return options


def written_whole(form: Form, document: Document) -> Document:
    """Return the script with what is written of it as a whole."""
    ticked = form.getlist("languages") or document["languages"]
    languages = [*(tag for tag in document["languages"] if tag in ticked), *ticked]
    opening = form.get("opening", document["opening"])
    whole = {name: value for name, value in document.items() if name not in OF_ALL}
    texts = {part: _texts(form, part, document["languages"], document.get(part, {})) for part in OF_ALL}
    said = {part: text for part, text in texts.items() if text}
    return {**whole, "languages": list(dict.fromkeys(languages)), "opening": opening, **said}


def _texts(form: Form, part: str, languages: Sequence[str], before: Mapping[str, str]) -> dict[str, str]:
    written = {tag: form.get(f"{part}.{tag}", "").replace("\r\n", "\n").strip()[:LONGEST] for tag in languages}
    return {tag: text for tag, text in {**before, **written}.items() if text}


def _condition(form: Form, part: str) -> dict[str, Any] | None:
    field = form.get(f"{part}.field", "")
    if not field:
        return None
    field = COLUMN + form.get(f"{part}.column", "").strip() if field == COLUMN else field
    values = [value.strip() for value in _BETWEEN.split(form.get(f"{part}.values", "")) if value.strip()]
    return {"field": field, "is_not" if form.get(f"{part}.how") == "is_not" else "is": values}


def _number(written: str) -> float | int | str | None:
    """Return the number written; what is none stays as it is, and is told of as a problem."""
    plain = latin_digits(written).replace(",", "").strip()
    if not plain:
        return None
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return written
