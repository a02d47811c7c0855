"""A script leads every call to an ending, in every language, and says which outcome the answers point to."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from campaigns.rules import script as script_module
from campaigns.rules.outcomes import AGENT_OUTCOMES, Outcome
from campaigns.rules.script import Option, Script, Step, StepKind, fits, fitting_answers, follow, read_script
from campaigns.rules.script_check import find_problems

SHIPPED = json.loads(
    (Path(__file__).parents[2] / "workers" / "demo" / "old_age_pension_check.json").read_text(encoding="utf-8")
)
SCHEMA = json.loads(Path(script_module.__file__).with_name("script.schema.json").read_text(encoding="utf-8"))
PENSION = read_script(SHIPPED)


def small_script() -> dict[str, Any]:
    text = {"en": "Words", "ur": "الفاظ"}
    return {
        "opening": "who",
        "languages": ["en", "ur"],
        "steps": {
            "who": {
                "kind": "choice",
                "title": text,
                "read": text,
                "options": [
                    {"value": "self", "label": text, "next": "amount"},
                    {"value": "wrong", "label": text, "next": "end", "suggests": "wrong_number"},
                ],
            },
            "amount": {"kind": "number", "title": text, "read": text, "required": False, "next": "end", "min": 0},
            "end": {"kind": "end", "title": text, "read": text},
        },
    }


def test_the_shipped_pension_script_has_its_shape_and_no_problem() -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(SHIPPED)) == []
    assert find_problems(SHIPPED) == []
    assert SHIPPED["languages"] == ["en", "ur", "hi"]


def test_the_schema_knows_exactly_the_outcomes_that_agents_log() -> None:
    assert SCHEMA["$defs"]["outcome"]["enum"] == [outcome.value for outcome in AGENT_OUTCOMES]


def test_a_call_that_has_begun_asks_the_opening_and_suggests_nothing() -> None:
    path = follow(PENSION, {})
    assert (path.steps, path.next_step, path.suggested) == ((), "identity", None)


def test_answers_lead_to_the_next_question_and_a_broken_call_suggests_cut_off() -> None:
    path = follow(PENSION, {"identity": "self", "purpose": "yes", "safety": "yes"})
    assert path.next_step == "payment"
    assert path.suggested is Outcome.CUT_OFF


def test_a_finished_conversation_suggests_completed() -> None:
    answers = {
        "identity": "self",
        "purpose": "yes",
        "safety": "yes",
        "payment": "not_received",
        "why_not": ["aadhaar", "bank_far"],
        "help": "yes",
        "help_words": None,
    }
    path = follow(PENSION, answers)
    assert path.steps[-1] == "end_thanks"
    assert path.next_step is None
    assert path.suggested is Outcome.COMPLETED


def test_the_person_who_comes_to_the_phone_after_her_son_is_asked_on() -> None:
    path = follow(PENSION, {"identity": "family", "family": "comes"})
    assert path.next_step == "purpose"


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"identity": "wrong"}, Outcome.WRONG_NUMBER),
        ({"identity": "died"}, Outcome.DIED),
        ({"identity": "family", "family": "later"}, Outcome.CALL_LATER),
        ({"identity": "family", "family": "away"}, Outcome.NOT_AVAILABLE),
        ({"identity": "self", "purpose": "yes", "safety": "never"}, Outcome.OPT_OUT),
        ({"identity": "self", "purpose": "yes", "safety": "yes", "payment": "refuses"}, Outcome.REFUSED),
    ],
)
def test_the_answers_suggest_the_outcome(answers: dict[str, Any], outcome: Outcome) -> None:
    assert follow(PENSION, answers).suggested is outcome


def test_an_answer_beside_the_path_counts_for_nothing() -> None:
    assert follow(PENSION, {"identity": "wrong", "payment": "received"}).steps == ("identity", "end_wrong")


def test_an_answer_that_does_not_fit_stops_the_path_at_its_question() -> None:
    assert follow(PENSION, {"identity": "the cat"}).next_step == "identity"


@pytest.mark.parametrize(
    ("step", "value", "fitting"),
    [
        (Step(StepKind.NUMBER, least=0, most=10), 10, True),
        (Step(StepKind.NUMBER, least=0, most=10), 11, False),
        (Step(StepKind.NUMBER), True, False),
        (Step(StepKind.NUMBER), float("nan"), False),
        (Step(StepKind.NUMBER), "3", False),
        (Step(StepKind.DATE), "2026-10-31", True),
        (Step(StepKind.DATE), "20261031", False),
        (Step(StepKind.DATE), "2026-02-30", False),
        (Step(StepKind.DATE), 3, False),
        (Step(StepKind.TEXT), "اردو", True),
        (Step(StepKind.TEXT), "   ", False),
        (Step(StepKind.TEXT), "x" * 2001, False),
        (Step(StepKind.TEXT), None, False),
        (Step(StepKind.TEXT, required=False), None, True),
        (Step(StepKind.END, required=False), None, False),
        (Step(StepKind.END), "x", False),
        (Step(StepKind.CHOICES, (Option("a"), Option("b"))), ["b", "a"], True),
        (Step(StepKind.CHOICES, (Option("a"),)), ["a", "a"], False),
        (Step(StepKind.CHOICES, (Option("a"),)), [], False),
        (Step(StepKind.CHOICES, (Option("a"),)), [["a"]], False),
        (Step(StepKind.CHOICES, (Option("a"),)), "a", False),
    ],
)
def test_an_answer_fits_its_question_or_not(step: Step, value: Any, *, fitting: bool) -> None:
    assert fits(step, value) is fitting


def test_answers_to_no_question_of_the_script_are_left_out() -> None:
    answers = {"identity": "self", "payment": "the cat", "old_question": "yes", "received_on": None}
    assert fitting_answers(PENSION, answers) == {"identity": "self", "received_on": None}


def test_a_sound_script_has_no_problem() -> None:
    assert find_problems(small_script()) == []


def test_a_dangling_branch_is_named_with_its_place() -> None:
    document = small_script()
    document["steps"]["who"]["options"][0]["next"] = "nowhere"
    assert "steps.who leads to nowhere, which is no step." in find_problems(document)


def test_an_opening_that_is_no_step_is_named() -> None:
    assert "opening names begin, which is no step." in find_problems(small_script() | {"opening": "begin"})


def test_a_loop_is_refused_because_the_call_would_never_end() -> None:
    document = small_script()
    document["steps"]["amount"]["next"] = "who"
    document["steps"]["who"]["options"][1]["next"] = "amount"
    assert "steps.amount leads back to who: the call would never end." in find_problems(document)


def test_a_missing_language_is_named_with_its_place() -> None:
    document = small_script()
    document["steps"]["amount"]["read"] = {"en": "How much?", "ur": " "}
    document["steps"]["who"]["options"][1]["label"] = {"en": "Wrong number"}
    assert find_problems(document) == [
        "steps.who, option 2 has no text in ur.",
        "steps.amount.read has no text in ur.",
    ]


def test_what_is_said_to_somebody_who_rang_us_stands_in_every_language_too() -> None:
    script = small_script() | {"calling_back": {"en": "Thank you for calling back."}}
    assert Draft202012Validator(SCHEMA).is_valid(script)
    assert find_problems(script) == ["calling_back has no text in ur."]


def test_a_merged_field_that_no_record_has_is_named() -> None:
    document = small_script()
    document["steps"]["end"]["read"] = {"en": "Bye {nmae}", "ur": "{name}"}
    assert find_problems(document) == ["steps.end.read.en names {nmae}, which no record has."]


@pytest.mark.parametrize(
    ("name", "change", "problem"),
    [
        ("amount", {"next": None}, "steps.amount has a way that leads nowhere; give it a next step."),
        ("who", {"required": False}, "steps.who has a way that leads nowhere; give it a next step."),
        ("end", {"next": "who"}, "steps.end is an ending and can lead nowhere."),
        ("who", {"options": []}, "steps.who needs between 1 and 9 options."),
        ("amount", {"options": [{"value": "a", "label": {"en": "A", "ur": "ا"}}]}, "is a number and can have no"),
        ("who", {"kind": "choices", "next": "end"}, "steps.who: only single choices can branch"),
    ],
)
def test_a_step_that_cannot_work_is_named(name: str, change: dict[str, Any], problem: str) -> None:
    document = small_script()
    document["steps"][name].update(change)
    assert any(problem in found for found in find_problems(document))


def test_two_options_of_one_value_are_named() -> None:
    document = small_script()
    document["steps"]["who"]["options"][1]["value"] = "self"
    assert "steps.who has two options of the same value." in find_problems(document)


def test_a_step_that_nothing_leads_to_is_named() -> None:
    document = small_script()
    document["steps"]["orphan"] = document["steps"]["end"]
    assert find_problems(document) == ["Nothing leads to steps.orphan."]


def test_a_circle_of_steps_still_ends_the_walk() -> None:
    script = Script("a", {"a": Step(StepKind.TEXT, next="b"), "b": Step(StepKind.TEXT, next="a")})
    assert follow(script, {"a": "x", "b": "y"}).steps == ("a", "b")


SHORT = st.sampled_from(["self", "yes", "received", "account", "no", "2026-10-31", ""])
VALUES = st.none() | SHORT | st.integers() | st.lists(SHORT, max_size=2)


@given(st.dictionaries(st.sampled_from(list(PENSION.steps)), VALUES))
def test_whatever_was_answered_the_call_stands_at_a_question_or_an_ending(answers: dict[str, Any]) -> None:
    path = follow(PENSION, answers)
    at = path.next_step or path.steps[-1]
    assert (PENSION.steps[at].kind is StepKind.END) == (path.next_step is None)
