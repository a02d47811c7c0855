"""A script begins with who has answered; the scheme is for the person herself; and everybody is told her rights first."""

from typing import Any

import pytest

from campaigns.rules.scripts.check import find_problems
from campaigns.rules.scripts.faults import Fault
from campaigns.rules.scripts.script import OpeningPart
from campaigns.rules.scripts.who_answered import Answered
from tests.rules.given_scripts import OTHERS, TEXT, small_script

SCHEME = {"en": "About your {scheme}.", "ur": "آپ کی {scheme} کے بارے میں۔"}


def faults(document: dict[str, Any]) -> list[tuple[Fault, str | None, dict[str, str]]]:
    return [(problem.fault, problem.place.step, dict(problem.facts)) for problem in find_problems(document)]


@pytest.mark.parametrize("who", list(Answered))
def test_the_opening_asks_for_each_kind_of_person_who_may_answer(who: Answered) -> None:
    document = small_script()
    for option in document["steps"]["who"]["options"]:
        if option["who"] == who:
            del option["who"]
    assert (Fault.WHO_MISSING, "who", {"who": who.value}) in faults(document)


def test_an_opening_that_asks_something_else_is_refused() -> None:
    document = small_script() | {"opening": "amount"}
    assert (Fault.OPENING_NOT_A_CHOICE, "amount", {}) in faults(document)


def test_only_of_a_family_member_it_is_asked_which() -> None:
    document = small_script()
    options = document["steps"]["who"]["options"]
    options[1]["relation"] = "spouse"
    assert faults(document) == []
    options[2]["relation"] = "spouse"
    assert faults(document) == [(Fault.RELATION_OF_STRANGER, "who", {})]


@pytest.mark.parametrize("part", list(OpeningPart))
def test_each_part_of_the_opening_must_be_said(part: OpeningPart) -> None:
    document = small_script()
    for step in document["steps"].values():
        step["says"] = [said for said in step.get("says", ()) if said != part]
    assert (Fault.PART_MISSING, None, {"part": part.value}) in faults(document)


def test_nothing_is_asked_before_all_of_it_is_said() -> None:
    document = small_script()
    document["steps"]["who"]["options"][0]["next"] = "amount"
    document["steps"]["amount"]["next"] = "notice"
    document["steps"]["notice"]["options"][0]["next"] = "end"
    late = [
        facts["part"] for fault, step, facts in faults(document) if (fault, step) == (Fault.PART_TOO_LATE, "amount")
    ]
    assert late == ["purpose", "verify", "refuse", "never_ask"]


def test_a_step_that_is_passed_over_for_some_has_told_them_nothing() -> None:
    document = small_script()
    document["steps"]["notice"] |= {"when": {"field": "gender", "is": ["female"]}, "next": "amount"}
    assert {fault for fault, _, _ in faults(document)} == {Fault.PART_TOO_LATE}


def test_a_step_that_names_the_department_names_it_in_every_language() -> None:
    document = small_script()
    document["steps"]["who"]["read"] = TEXT
    assert faults(document) == [(Fault.DEPARTMENT_UNNAMED, "who", {})] * 2


def test_the_scheme_may_be_named_once_it_is_the_person_herself() -> None:
    document = small_script()
    for name in ("notice", "amount"):
        document["steps"][name] |= {"read": SCHEME, "hint": SCHEME}
    assert faults(document) == []


@pytest.mark.parametrize("name", ["who", "end"])
def test_the_scheme_is_named_nowhere_where_somebody_else_may_be_on_the_line(name: str) -> None:
    document = small_script()
    document["steps"][name]["hint"] = SCHEME
    assert faults(document) == [(Fault.SCHEME_TOO_EARLY, name, {})] * 2


def test_an_option_by_which_somebody_else_takes_the_phone_hides_the_scheme_again() -> None:
    document = small_script()
    document["steps"]["amount"]["read"] = SCHEME
    document["steps"]["notice"]["options"][0]["who"] = "family"
    assert (Fault.SCHEME_TOO_EARLY, "amount", {}) in faults(document)


def test_what_others_are_told_must_be_there_and_hold_nothing_of_the_scheme() -> None:
    document = small_script()
    document["neutral"] = document["calling_back"] = SCHEME
    assert faults(document) == [(Fault.SCHEME_TOO_EARLY, None, {})] * 4
    del document["neutral"], document["calling_back"]
    assert faults(document) == [(Fault.NO_NEUTRAL, None, {})]


def test_everybody_else_is_known_to_the_small_script() -> None:
    assert {"self", *OTHERS} == set(Answered)
