"""A script leads every call to an ending, in every language, and says which outcome the answers point to."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from campaigns.rules.outcomes import AGENT_OUTCOMES, Outcome
from campaigns.rules.scripts import script as script_module
from campaigns.rules.scripts.answers import fits, fitting_answers
from campaigns.rules.scripts.check import find_problems
from campaigns.rules.scripts.conditions import Condition, asked_values, record_of
from campaigns.rules.scripts.path import follow
from campaigns.rules.scripts.script import Option, Script, Step, StepKind, read_script
from campaigns.rules.scripts.who_answered import Answered, Relation
from campaigns.store.campaign_choices import shipped_scripts

SHIPPED = json.loads(
    (Path(__file__).parents[2] / "workers" / "demo" / "old_age_pension_check.json").read_text(encoding="utf-8")
)
SCHEMA = json.loads(Path(script_module.__file__).with_name("script.schema.json").read_text(encoding="utf-8"))
PENSION = read_script(SHIPPED)


@pytest.mark.parametrize("document", [SHIPPED, *(choice.document for choice in shipped_scripts())])
def test_a_shipped_script_has_its_shape_and_no_problem(document: dict[str, Any]) -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(document)) == []
    assert find_problems(document) == []
    assert document["languages"] == ["en", "ur", "hi"]


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


WOMAN, MAN = {"gender": "female"}, {"gender": "male"}
AMOUNT_TOLD = {"identity": "self", "purpose": "yes", "safety": "yes", "payment": "received"} | {
    "received_on": None,
    "amount": 1000,
}


def test_a_step_for_women_is_asked_of_women_and_passed_over_for_everybody_else() -> None:
    assert follow(PENSION, AMOUNT_TOLD, WOMAN).next_step == "draws_herself"
    assert follow(PENSION, AMOUNT_TOLD, MAN).next_step == "fee_asked"
    assert follow(PENSION, AMOUNT_TOLD).next_step == "fee_asked"


def test_an_answer_to_a_step_that_is_not_for_the_person_is_left_out() -> None:
    answers = {"draws_herself": "herself"}
    assert fitting_answers(PENSION, answers, WOMAN) == answers
    assert fitting_answers(PENSION, answers, MAN) == {}


def test_an_option_for_one_district_is_offered_there_only() -> None:
    step = PENSION.steps["why_not"]
    assert fits(step, ["snow"], {"district": " kupwara "})
    assert not fits(step, ["snow"], {"district": "Jammu"})
    assert not fits(step, ["snow"])


@pytest.mark.parametrize(
    ("condition", "record", "holds"),
    [
        (Condition("gender", frozenset({"female"})), {"gender": "Female "}, True),
        (Condition("gender", frozenset({"female"})), {}, False),
        (Condition("gender", frozenset({"female"}), wanted=False), {}, True),
        (Condition("column:Bank", frozenset({"j&k bank"})), {"column:Bank": "J&K  Bank"}, True),
    ],
)
def test_a_condition_asks_for_what_the_record_says(
    condition: Condition, record: dict[str, str], *, holds: bool
) -> None:
    assert condition.holds(record) is holds


def test_of_a_record_only_what_the_script_names_is_given_away() -> None:
    asked = asked_values(SHIPPED)
    assert asked == {"gender": {"female"}, "district": {"kupwara", "bandipora", "kishtwar"}}
    asked |= {"column:Bank": frozenset({"j&k bank"}), "column:Account": frozenset({"none"})}
    known = {"gender": "Female", "district": "Jammu", "village": "Palhallan", "category": None}
    told = record_of(asked, known, {"Bank": "J&K  Bank", "Account": "1234 5678"})
    assert told == {"gender": "female", "column:Bank": "j&k bank"}


@pytest.mark.parametrize(
    ("answers", "who"),
    [
        ({}, (None, None, False)),
        ({"identity": "self"}, (Answered.SELF, None, True)),
        ({"identity": "spouse"}, (Answered.FAMILY, Relation.SPOUSE, False)),
        ({"identity": "neighbour"}, (Answered.NEIGHBOUR, None, False)),
        ({"identity": "child", "family": "comes"}, (Answered.FAMILY, Relation.CHILD, True)),
        ({"identity": "wrong"}, (Answered.WRONG_NUMBER, None, False)),
    ],
)
def test_the_path_tells_who_picked_up_and_whether_it_is_the_person_herself(
    answers: dict[str, Any], who: tuple[object, ...]
) -> None:
    path = follow(PENSION, answers)
    assert (path.answered_by, path.relation, path.confirmed) == who


def test_a_script_from_before_that_was_asked_hides_nothing() -> None:
    script = Script("a", {"a": Step(StepKind.TEXT, next="z"), "z": Step(StepKind.END)})
    assert follow(script, {}).confirmed is None


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
        (Step(StepKind.CHOICE, (Option("a"),)), ["a"], False),
        (Step(StepKind.DATE, earliest="2026-10-01", latest="2026-10-31"), "2026-10-31", True),
        (Step(StepKind.DATE, earliest="2026-10-01", latest="2026-10-31"), "2026-11-01", False),
        (Step(StepKind.DATE, earliest="2026-10-01", latest="2026-10-31"), "2026-09-30", False),
    ],
)
def test_an_answer_fits_its_question_or_not(step: Step, value: Any, *, fitting: bool) -> None:
    assert fits(step, value) is fitting


def test_a_day_can_be_bound_by_the_day_of_the_call() -> None:
    past, coming = Step(StepKind.DATE, latest="today"), Step(StepKind.DATE, earliest="today")
    call = {"today": "2026-11-23"}
    assert [fits(past, day, call) for day in ("2026-11-23", "2026-11-24")] == [True, False]
    assert [fits(coming, day, call) for day in ("2026-11-22", "2026-11-23")] == [False, True]
    assert fits(past, "2026-11-24"), "nothing is known of the call: nothing is refused for it"


def test_answers_to_no_question_of_the_script_are_left_out() -> None:
    answers = {"identity": "self", "payment": "the cat", "old_question": "yes", "received_on": None}
    assert fitting_answers(PENSION, answers) == {"identity": "self", "received_on": None}


def test_a_circle_of_steps_still_ends_the_walk() -> None:
    script = Script("a", {"a": Step(StepKind.TEXT, next="b"), "b": Step(StepKind.TEXT, next="a")})
    assert follow(script, {"a": "x", "b": "y"}).steps == ("a", "b")


SHORT = st.sampled_from(["self", "yes", "received", "account", "no", "2026-10-31", ""])
VALUES = st.none() | SHORT | st.integers() | st.lists(SHORT, max_size=2)


@given(st.dictionaries(st.sampled_from(list(PENSION.steps)), VALUES), st.sampled_from([WOMAN, MAN, {}]))
def test_whatever_was_answered_the_call_stands_at_a_question_or_an_ending(
    answers: dict[str, Any], record: dict[str, str]
) -> None:
    path = follow(PENSION, answers, record)
    at = path.next_step or path.steps[-1]
    assert (PENSION.steps[at].kind is StepKind.END) == (path.next_step is None)
