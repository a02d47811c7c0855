"""Turns a judged row into what is stored of it: verdict, phones, cells, and the person with her place resolved."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from campaigns.rules.beneficiary_list import JudgedRow
from campaigns.rules.gazetteer import Gazetteer
from campaigns.rules.names import fold_name
from campaigns.rules.person_fields import PersonFields
from campaigns.rules.places import PlaceNote, PlaceTexts, ResolvedArea
from campaigns.rules.verdicts import Verdict

_SAID: Final = (
    *("folded_name", "scheme_person_id", "relative_name", "language", "gender", "birth_year", "village", "category"),
    *("pin_code", "extra", "phone_notes"),
)
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}")


def stored_row(
    judged: JudgedRow, places: Gazetteer, *, now: datetime, by_name: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """Return the row's columns; only a row that can be called keeps its person apart from the cells.

    On the levels in `by_name` a place counts only by its own name or code.
    """
    details: dict[str, Any] = {}
    warnings = judged.warnings
    if judged.verdict is Verdict.ACCEPTED:
        place = places.resolve_area(_texts(judged.fields, by_name))
        details["person"] = _person(judged, place, now)
        warnings += place.warnings
        if notes := _notes(judged, place, places):
            details["places"] = notes
    elif judged.verdict is Verdict.REJECTED:  # the account tells in which place somebody could not be called
        place = places.resolve_area(_texts(judged.fields, by_name))
        said = {"district_id": place.district_id, "block_id": place.block_id}
        if not any(said.values()):
            said = {"state_id": place.state_id}  # else it is known from the district
        if found := {level: area_id for level, area_id in said.items() if area_id}:
            details["place"] = found
    if judged.other_reasons:
        details["other_reasons"] = [reason.value for reason in judged.other_reasons]
    if warnings:
        details["warnings"] = [warning.value for warning in warnings]
    return {
        "row": judged.row,
        "verdict": judged.verdict.value,
        "reason": judged.reason.value if judged.reason else None,
        "details": details,
        "name": judged.name,
        "phones": [phone.number for phone in judged.phones],
        "cells": list(judged.cells),
    }


def _texts(said: PersonFields, by_name: frozenset[str]) -> PlaceTexts:
    return PlaceTexts(said.state or "", said.district or "", said.block or "", said.division or "", by_name)


def _notes(judged: JudgedRow, place: ResolvedArea, places: Gazetteer) -> list[dict[str, Any]]:
    """Return what somebody may want to look at of the row's place."""
    pin = judged.fields.pin_code
    far = places.note_pin(pin, place) if pin else None
    return [_note(note) for note in (*place.notes, *([far] if far else ()))] if far or place.notes else []


def _note(note: PlaceNote) -> dict[str, Any]:
    kept = {"level": note.level, "said": note.said, "cause": note.cause.value, "choices": list(note.choices)}
    return kept | ({"under": note.under} if note.under else {})


def _person(judged: JudgedRow, place: ResolvedArea, now: datetime) -> dict[str, Any]:
    said, name = judged.fields, judged.name or ""
    notes = [phone.note for phone in judged.phones]
    person = (
        fold_name(name) or name.casefold(),
        said.scheme_person_id,
        said.relative_name,
        said.language if said.language and _is_language(said.language) else None,
        said.gender,
        said.birth_year or (now.year - said.age if said.age else None),
        said.village,
        said.category,
        said.pin_code,
        said.extra,
        notes if any(notes) else None,
    )
    kept: dict[str, Any] = {key: value for key, value in zip(_SAID, person, strict=True) if value}
    kept.update(place.of_person)
    return kept


@lru_cache(maxsize=1_000)
def _is_language(word: str) -> bool:
    return LANGUAGE_TAG.fullmatch(word) is not None
