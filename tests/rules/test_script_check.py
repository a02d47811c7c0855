"""A script in which some call could get lost is refused, with the place of each mistake."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from campaigns.rules.scripts import script as script_module
from campaigns.rules.scripts.check import find_problems
from campaigns.rules.scripts.faults import SENTENCES, Fault
from tests.rules.given_scripts import TEXT, small_script

SCHEMA = json.loads(Path(script_module.__file__).with_name("script.schema.json").read_text(encoding="utf-8"))


def found(document: dict[str, Any]) -> list[str]:
    return [str(problem) for problem in find_problems(document)]


def test_a_sound_script_has_no_problem_and_the_published_shape() -> None:
    assert found(small_script()) == []
    assert Draft202012Validator(SCHEMA).is_valid(small_script())


def test_each_kind_of_mistake_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Fault)


def test_a_dangling_branch_is_named_with_its_place() -> None:
    document = small_script()
    document["steps"]["who"]["options"][0]["next"] = "nowhere"
    assert "steps.who, option 1: It leads to “nowhere”, which is no step." in found(document)


def test_an_opening_that_is_no_step_is_named() -> None:
    assert "opening: It leads to “begin”, which is no step." in found(small_script() | {"opening": "begin"})


def test_a_loop_is_refused_because_the_call_would_never_end() -> None:
    document = small_script()
    document["steps"]["amount"]["next"] = "notice"
    document["steps"]["notice"]["options"][1]["next"] = "end"
    assert found(document) == ["steps.amount: It leads back to “notice”: the call would never end."]


def test_a_missing_language_is_named_with_its_place() -> None:
    document = small_script()
    document["steps"]["amount"]["read"] = {"en": "How much?", "ur": " "}
    document["steps"]["who"]["options"][1]["label"] = {"en": "Somebody of the family"}
    assert found(document) == [
        "steps.who, option 2.label.ur: There is no text in ur.",
        "steps.amount.read.ur: There is no text in ur.",
    ]


@pytest.mark.parametrize("part", ["calling_back", "neutral"])
def test_what_is_said_outside_the_steps_stands_in_every_language_too(part: str) -> None:
    script = small_script() | {part: {"en": "Thank you for calling back."}}
    assert Draft202012Validator(SCHEMA).is_valid(script)
    assert found(script) == [f"{part}.ur: There is no text in ur."]


def test_a_merged_field_that_no_record_has_is_named() -> None:
    document = small_script()
    document["steps"]["end"]["read"] = {"en": "Bye {nmae}", "ur": "{name}"}
    assert found(document) == ["steps.end.read.en: The text names “nmae” in braces, which no record has."]


@pytest.mark.parametrize("place", ["title", "label"])
def test_what_stands_in_reports_names_nobody(place: str) -> None:
    document = small_script()
    who = document["steps"]["who"]
    (who if place == "title" else who["options"][0])[place] = {"en": "{name}", "ur": "الفاظ"}
    (said,) = found(document)
    assert "Only what is read out and the hint can hold “name” in braces" in said


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        ("amount", {"next": None}, Fault.LEADS_NOWHERE),
        ("notice", {"required": False}, Fault.LEADS_NOWHERE),
        ("end", {"next": "who"}, Fault.END_LEADS_ON),
        ("notice", {"options": []}, Fault.OPTION_COUNT),
        ("amount", {"options": [{"value": "a", "label": TEXT}]}, Fault.OPTIONS_ELSEWHERE),
        ("notice", {"kind": "choices", "next": "end"}, Fault.CHOICES_BRANCH),
        ("amount", {"min": 10, "max": 1}, Fault.BOUNDS_CROSSED),
        ("amount", {"min": float("nan")}, Fault.BOUNDS_CROSSED),
        ("amount", {"max": float("inf")}, Fault.BOUNDS_CROSSED),
        ("amount", {"earliest": "2026-10-01"}, Fault.BOUNDS_ELSEWHERE),
        ("notice", {"min": 1}, Fault.BOUNDS_ELSEWHERE),
        (
            "amount",
            {"kind": "date", "min": None, "earliest": "2026-10-01", "latest": "2026-09-01"},
            Fault.BOUNDS_CROSSED,
        ),
        ("amount", {"kind": "date", "min": None, "latest": "31.10.2026"}, Fault.NO_DAY),
        ("amount", {"when": {"field": "shoe_size", "is": ["9"]}}, Fault.NO_SUCH_RECORD_FIELD),
        ("amount", {"when": {"field": "column: ", "is": ["9"]}}, Fault.NO_SUCH_RECORD_FIELD),
        ("who", {"when": {"field": "gender", "is": ["female"]}, "next": "end"}, Fault.CONDITION_MISPLACED),
        ("end", {"when": {"field": "gender", "is": ["female"]}}, Fault.CONDITION_MISPLACED),
        ("notice", {"when": {"field": "gender", "is": ["female"]}}, Fault.CONDITION_MISPLACED),
    ],
)
def test_a_step_that_cannot_work_is_named(name: str, change: dict[str, Any], fault: Fault) -> None:
    document = small_script()
    document["steps"][name].update(change)
    assert (fault, name) in [(problem.fault, problem.place.step) for problem in find_problems(document)]


def test_the_day_of_the_call_bounds_a_date() -> None:
    document = small_script()
    document["steps"]["amount"] |= {"kind": "date", "earliest": "2026-12-01", "latest": "today"}
    for name in ("min", "max"):
        document["steps"]["amount"].pop(name, None)
    assert found(document) == []


def test_an_option_must_be_left_for_everybody() -> None:
    document = small_script()
    for option in document["steps"]["notice"]["options"]:
        option["when"] = {"field": "gender", "is": ["female"]}
    assert found(document) == ["steps.notice: Every option is for some people only: leave one for everybody."]


def test_two_options_of_one_value_are_named() -> None:
    document = small_script()
    document["steps"]["notice"]["options"][1]["value"] = "yes"
    assert "steps.notice: Two options have the same short name: give each its own." in found(document)


def test_a_step_that_nothing_leads_to_is_named() -> None:
    document = small_script()
    document["steps"]["orphan"] = document["steps"]["end"]
    assert found(document) == ["steps.orphan: Nothing leads to this step: lead to it, or take it out."]


def test_a_condition_has_one_field_and_one_way_to_ask() -> None:
    document = small_script()
    document["steps"]["amount"]["when"] = {"field": "gender", "is": ["female"], "is_not": ["male"]}
    assert not Draft202012Validator(SCHEMA).is_valid(document)
