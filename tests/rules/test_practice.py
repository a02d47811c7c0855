"""Invented people answer any script in one right way, and a practice call is judged by what was noted of it."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.calling.callback_slots import CallbackSlot, SlotName
from campaigns.rules.outcomes import Outcome
from campaigns.rules.practice.next_persona import next_persona
from campaigns.rules.practice.personas import Persona, read_persona
from campaigns.rules.practice.practice import (
    Check,
    Given,
    PracticeTalk,
    is_passed,
    judge,
    live_languages,
    practice_status,
    practised_in,
    score,
)
from campaigns.rules.practice.talk import talk_of
from campaigns.rules.practice.truth import Truth, truth_of
from campaigns.rules.scripts.path import follow
from campaigns.rules.scripts.script import read_script

PROJECT = Path(__file__).parents[2]
FILES = sorted((PROJECT / "campaigns/store/data/personas").glob("*.json"))
PERSONAS = {file.stem: read_persona(file.stem, json.loads(file.read_text("utf-8"))) for file in FILES}
SCRIPTS = {
    file.stem: json.loads(file.read_text("utf-8"))
    for file in (
        PROJECT / "workers/demo/old_age_pension_check.json",
        *sorted((PROJECT / "campaigns/store/data/scripts").glob("*.json")),
    )
}
TODAY = date(2026, 11, 23)
ANSWERED = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
TOMORROW = CallbackSlot(
    SlotName.NEXT_MORNING, datetime(2026, 11, 24, 4, 30, tzinfo=UTC), datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
)
AGENT = UUID(int=7)


def truth(key: str, script: str = "old_age_pension_check") -> Truth:
    found = truth_of(read_script(SCRIPTS[script]), PERSONAS[key], today=TODAY)
    assert found is not None
    return found


def talk(key: str, **more: Any) -> PracticeTalk:
    """A call in which everything is right, unless `more` says otherwise."""
    right, persona = truth(key), PERSONAS[key]
    given = [
        Given(step, value, ANSWERED + timedelta(seconds=9 * (n + 1)))
        for n, (step, value) in enumerate(right.answers.items())
    ]
    usual: dict[str, Any] = {
        "persona": persona,
        "truth": right,
        "opening_letters": 100,
        "answered_at": ANSWERED,
        "given": given,
        "outcome": persona.outcome,
        "note": "Hears badly, speak loudly" if persona.tells else "",
        "callback_at": TOMORROW.at if persona.outcome is Outcome.CALL_LATER else None,
        "read_back_seconds": 5,
        "wanted_slot": TOMORROW if persona.breaks_off and persona.breaks_off.slot else None,
    }
    return PracticeTalk(**(usual | more))


def noted(key: str, **changed: Any) -> list[Given]:
    return [Given(one.step, changed.get(one.step, one.value), one.at) for one in talk(key).given]


def missed(one: PracticeTalk) -> set[Check]:
    return {point.check for point in judge(one) if not point.good}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("key", PERSONAS)
def test_everybody_can_be_talked_with_in_every_shipped_script(script: str, key: str) -> None:
    right = truth(key, script)
    path = follow(read_script(SCRIPTS[script]), {**right.answers, **dict.fromkeys(_texts(right, script), "words")})
    if PERSONAS[key].breaks_off is None:
        assert (path.next_step, path.suggested) == (None, PERSONAS[key].leads_to)
    assert path.steps[: len(right.answers)] == tuple(right.answers)


def _texts(right: Truth, script: str) -> list[str]:
    return [name for name in right.answers if SCRIPTS[script]["steps"][name]["kind"] == "text"]


@pytest.mark.parametrize("key", PERSONAS)
def test_everybody_speaks_every_language_of_the_shipped_scripts(key: str) -> None:
    persona = PERSONAS[key]
    spoken = [*persona.texts.values(), *(one.says for one in persona.interruptions)]
    spoken += [persona.breaks_off.says] if persona.breaks_off else []
    spoken += [persona.tells] if persona.tells else []
    for script in SCRIPTS.values():
        assert all(words.get(language, "").strip() for words in spoken for language in script["languages"])


def test_what_she_says_is_her_answer_in_the_words_of_the_script() -> None:
    script = SCRIPTS["old_age_pension_check"]
    words = talk_of(script, PERSONAS["worried"], truth("worried"), "en")
    labels = {option["value"]: option["label"]["en"] for option in script["steps"]["payment"]["options"]}
    assert any(labels["not_received"].rstrip(".") in line for line in words.steps["payment"])
    assert PERSONAS["worried"].interruptions[0].says["en"] in words.steps[list(words.steps)[2]]
    assert words.ends[0].startswith("Write down that I hear badly")


def test_who_breaks_off_says_so_at_every_later_question() -> None:
    words = talk_of(SCRIPTS["old_age_pension_check"], PERSONAS["busy"], truth("busy"), "en")
    assert list(words.steps) == list(truth("busy").answers)
    assert "tomorrow morning" in words.otherwise


@pytest.mark.parametrize("key", PERSONAS)
def test_a_call_in_which_everything_is_right_is_passed_with_100(key: str) -> None:
    points = judge(talk(key))
    assert (score(points), is_passed(points)) == (100, True)


def test_who_answers_at_once_has_not_read_the_opening_and_still_passes_with_the_rest_right() -> None:
    hasty = talk(
        "patient", given=[Given(one.step, one.value, ANSWERED + timedelta(seconds=1)) for one in talk("patient").given]
    )
    assert missed(hasty) == {Check.OPENING}
    assert is_passed(judge(hasty))


def test_who_takes_the_daughter_in_law_for_the_person_has_failed_even_if_she_corrects_it() -> None:
    first = Given("identity", "self", ANSWERED + timedelta(seconds=9))
    corrected = talk("daughter_in_law", given=[first, *talk("daughter_in_law").given])
    assert missed(corrected) == {Check.IDENTITY}
    assert not is_passed(judge(corrected))


def test_a_wrong_answer_fails_and_is_named() -> None:
    wrong = talk("patient", given=noted("patient", payment="not_received"))
    (point,) = (point for point in judge(wrong) if point.check is Check.ANSWERS)
    assert (point.good, point.facts["steps"]) == (False, ["payment"])
    assert not is_passed(judge(wrong))


def test_a_question_that_was_never_asked_fails() -> None:
    assert missed(talk("patient", given=list(talk("patient").given)[:-1])) == {Check.ANSWERS}


def test_a_way_that_was_not_hers_fails_even_where_her_own_answers_are_right() -> None:
    beside = Given("why_not", ["account"], ANSWERED + timedelta(seconds=99))
    assert missed(talk("patient", given=[*talk("patient").given, beside])) == {Check.ANSWERS}


def test_the_wrong_outcome_fails() -> None:
    assert not is_passed(judge(talk("angry", outcome=Outcome.REFUSED)))


def test_a_callback_must_be_when_she_asked_for_it_and_be_read_back() -> None:
    late = talk("busy", callback_at=TOMORROW.until)
    silent = talk("busy", read_back_seconds=0)
    assert missed(late) == missed(silent) == {Check.CALLBACK}
    assert [point.facts for point in judge(late) if not point.good] == [{"fits": False, "read": True}]


def test_a_note_keeps_what_was_told_and_no_long_numbers() -> None:
    assert missed(talk("worried", note="")) == {Check.NOTE}
    assert missed(talk("patient", note="Account 12345678")) == {Check.NOTE}
    assert missed(talk("patient", note="Bank 12 km")) == set()


def test_two_small_faults_are_one_too_many() -> None:
    both = talk("worried", note="", given=[Given(one.step, one.value, ANSWERED) for one in talk("worried").given])
    assert missed(both) == {Check.OPENING, Check.NOTE}
    assert not is_passed(judge(both))


def test_nobody_goes_live_in_a_language_before_she_has_passed_enough_calls_in_it() -> None:
    written = ["en", "ur", "hi"]
    assert live_languages(["ks", "hi"], written, {"ur": 2}, required=3) is None
    assert live_languages(["ks", "hi"], written, {"ur": 3}, required=3) == ["ks"]
    assert live_languages(["ks", "hi"], written, {"ur": 3, "hi": 4}, required=3) == ["ks", "hi"]
    assert live_languages(["ks", "hi"], written, {}, required=0) == ["ks", "hi"]


def test_who_is_not_said_to_speak_anything_takes_what_she_has_practised() -> None:
    assert live_languages([], ["en", "ur"], {"en": 3}, required=3) == ["en"]
    assert live_languages([], ["en", "ur"], {}, required=3) is None
    assert live_languages([], ["en", "ur"], {}, required=0) == []


def test_she_practises_the_languages_in_which_she_would_read_the_script() -> None:
    assert practised_in(["ks", "en"], ["en", "ur", "hi"]) == ["en", "ur"]
    assert practised_in([], ["en", "ur"]) == ["en", "ur"]
    assert practised_in(["ps"], ["en"]) == []


@pytest.mark.parametrize(
    ("seconds", "hung_up", "logged", "status"),
    [
        (-1, None, False, AgentStatus.RESERVED),
        (0, None, False, AgentStatus.ON_CALL),
        (30, 40, False, AgentStatus.ON_CALL),
        (41, 40, False, AgentStatus.WRAP_UP),
        (50, 40, True, AgentStatus.PAUSED),
    ],
)
def test_a_practice_call_rings_is_talked_in_and_is_wrapped_up(
    seconds: int, hung_up: int | None, logged: bool, status: AgentStatus
) -> None:
    ended = ANSWERED + timedelta(seconds=hung_up) if hung_up else None
    assert practice_status(ANSWERED, ended, now=ANSWERED + timedelta(seconds=seconds), logged=logged) is status
    assert practice_status(None, None, now=ANSWERED, logged=False) is AgentStatus.PAUSED


def test_the_first_is_patient_and_nobody_is_met_twice_before_all_are_passed() -> None:
    passed: dict[str, int] = {}
    met = []
    for _ in PERSONAS:
        key = next_persona(PERSONAS, passed, passed, agent=AGENT)
        assert key is not None
        met.append(key)
        passed[key] = 1
    assert met[0] == "patient"
    assert sorted(met) == sorted(PERSONAS)
    assert next_persona((), {}, {}, agent=AGENT) is None


def test_after_a_fault_somebody_else_picks_up_first() -> None:
    first = next_persona(PERSONAS, {}, {}, agent=AGENT)
    assert first is not None
    assert next_persona(PERSONAS, {}, {first: 1}, agent=AGENT) != first


def test_a_script_without_a_way_to_what_a_person_leads_to_has_no_place_for_her() -> None:
    only_good: Mapping[str, Any] = {
        "opening": "ask",
        "steps": {"ask": {"kind": "choice", "options": [{"value": "yes", "next": "bye"}]}, "bye": {"kind": "end"}},
    }
    script = read_script(only_good)
    assert truth_of(script, PERSONAS["wrong_number"], today=TODAY) is None
    assert truth_of(script, PERSONAS["patient"], today=TODAY) == Truth({"ask": "yes"}, ("ask",))


def _read(document: Mapping[str, Any]) -> Persona:
    return read_persona("one", document)


def test_a_persona_with_a_word_that_is_not_ours_is_refused() -> None:
    document = json.loads(FILES[0].read_text("utf-8"))
    with pytest.raises(ValueError):
        _read(document | {"leads_to": "happy"})


def test_the_day_she_tells_is_one_that_the_question_takes() -> None:
    told = truth_of(read_script(SCRIPTS["old_age_pension_check"]), PERSONAS["patient"], today=date(2026, 10, 2))
    assert told
    assert told.answers["received_on"] == "2026-10-01", "no payment of October came before it"
