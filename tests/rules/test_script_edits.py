"""An officer writes a script step by step; nothing that she does loses the way through the others."""

import pytest

from campaigns.rules.scripts.changes import ChangeKind, changes_between
from campaigns.rules.scripts.edits import (
    add_step,
    listed,
    move_step,
    new_name,
    put_step,
    remove_step,
    short_name,
    with_order,
)
from campaigns.rules.scripts.faults import Place
from tests.rules.given_scripts import TEXT, small_script


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Amount received?", "amount_received"),
        ("3rd visit", "rd_visit"),
        ("رقم", ""),
        ("__a", "a"),
        ("x" * 99, "x" * 40),
    ],
)
def test_a_short_name_is_made_of_what_is_written(written: str, name: str) -> None:
    assert short_name(written) == name


def test_two_steps_never_get_one_name() -> None:
    assert new_name("", {"question": 1, "question_2": 1}, "question") == "question_3"
    assert new_name("x" * 40, {"x" * 40: 1}, "question") == "x" * 38 + "_2"


def test_a_new_step_stands_behind_the_one_that_was_open() -> None:
    document, name = add_step(small_script(), "notice")
    assert list(document["steps"]) == ["who", "notice", name, "amount", "end"]
    assert list(add_step(small_script(), None)[0]["steps"])[-1] == name


def test_what_led_to_a_removed_step_leads_to_what_followed_it() -> None:
    document = remove_step(small_script(), "amount")
    assert document["steps"]["notice"]["options"][0]["next"] == "end"
    without_end = remove_step(small_script(), "end")
    assert "next" not in without_end["steps"]["amount"]


def test_a_renamed_step_is_still_led_to() -> None:
    document, name = put_step(small_script(), "who", small_script()["steps"]["who"], "identity")
    assert (name, document["opening"]) == ("identity", "identity")
    document, name = put_step(small_script(), "amount", small_script()["steps"]["amount"], "end")
    assert name == "end_2"
    assert document["steps"]["notice"]["options"][0]["next"] == "end_2"


def test_a_step_moves_in_the_list_and_not_beyond_its_ends() -> None:
    assert list(move_step(small_script(), "end", -1)["steps"]) == ["who", "notice", "end", "amount"]
    assert next(iter(move_step(small_script(), "who", -1)["steps"])) == "who"


def test_each_change_is_told_with_its_place() -> None:
    after = small_script() | {
        "languages": ["en", "hi"],
        "neutral": {**TEXT, "en": "Something else"},
        "opening": "notice",
    }
    notice = after["steps"]["notice"]
    notice["read"] = {"en": "Other words", "ur": "الفاظ"}
    notice["options"] = [notice["options"][1] | {"next": "amount"}, {"value": "later", "label": TEXT, "next": "end"}]
    after["steps"]["amount"] |= {
        "kind": "text",
        "min": None,
        "required": True,
        "when": {"field": "gender", "is": ["male"]},
    }
    after["steps"]["bye"] = after["steps"].pop("end")
    told = {
        (change.kind, str(change.place), change.before, change.after)
        for change in changes_between(small_script(), after)
    }
    assert told == {
        (ChangeKind.LANGUAGE_ADDED, "The script", "", "hi"),
        (ChangeKind.LANGUAGE_REMOVED, "The script", "ur", ""),
        (ChangeKind.OPENING, "The script", "who", "notice"),
        (ChangeKind.TEXT, "neutral.en", "", ""),
        (ChangeKind.STEP_REMOVED, "steps.end", "", ""),
        (ChangeKind.STEP_ADDED, "steps.bye", "", ""),
        (ChangeKind.TEXT, "steps.notice.read.en", "", ""),
        (ChangeKind.OPTION_REMOVED, "steps.notice, option 1", "yes", ""),
        (ChangeKind.OPTION_ADDED, "steps.notice, option 2", "", "later"),
        (ChangeKind.LEADS, "steps.notice, option 1", "end", "amount"),
        (ChangeKind.KIND, "steps.amount", "number", "text"),
        (ChangeKind.BOUNDS, "steps.amount", "", ""),
        (ChangeKind.CONDITION, "steps.amount", "", ""),
        (ChangeKind.REQUIRED, "steps.amount", "", ""),
    }


def test_the_order_of_steps_and_of_options_is_a_change_of_its_own() -> None:
    after = move_step(small_script(), "end", -1)
    after["steps"]["notice"] = {**after["steps"]["notice"], "options": after["steps"]["notice"]["options"][::-1]}
    orders = [change.place for change in changes_between(small_script(), after) if change.kind is ChangeKind.ORDER]
    assert orders == [Place(), Place("notice")]
    assert changes_between(small_script(), small_script()) == []


def test_steps_are_listed_as_the_office_has_them_else_as_a_call_goes() -> None:
    shuffled = small_script()
    shuffled["steps"] = {name: shuffled["steps"][name] for name in ("end", "amount", "who", "notice")}
    assert list(listed(shuffled)["steps"]) == ["who", "notice", "amount", "end"]
    kept = with_order(move_step(small_script(), "end", -3))
    kept["steps"] = shuffled["steps"]
    assert list(listed(kept)["steps"]) == ["end", "who", "notice", "amount"]
