"""The small script of a confirmation call: is each problem solved, in the citizen's own word; and what her answers mean."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent

_SCRIPT: Final[dict[str, Any]] = json.loads(
    Path(__file__).with_name("referral_confirmation.json").read_text(encoding="utf-8")
)
_OF_SEVERAL: Final[dict[str, Any]] = _SCRIPT.pop("of_several")  # what is read out where she told of several problems
_PROBLEM: Final = "%PROBLEM%"
QUESTION: Final = "solved"
# Whoever may not or cannot be asked any more: her referral stays solved and not confirmed.
NEVER_ASKED: Final = frozenset({Outcome.DIED, Outcome.OPT_OUT, Outcome.WITHDRAWN})
Named = Mapping[str, str]  # a problem's name by language


def confirmation_script(problems: Sequence[Named]) -> dict[str, Any]:
    """Return the script that asks about each of these problems, named in each language; English where a language lacks it."""
    document = deepcopy(_SCRIPT)
    steps: dict[str, Any] = document["steps"]
    if len(problems) > 1:
        for name, read in _OF_SEVERAL.items():
            steps[name]["read"] = dict(read)
    for step in steps.values():
        _name(step, problems if step is steps["purpose"] else problems[:1])
    _ask_about_each(steps, problems)
    return document


def question_about(place: int) -> str:
    """Return the name of the question about the first problem, which is 0, or a later one."""
    return f"{QUESTION}_{place + 1}" if place else QUESTION


def event_of_answers(answers: Mapping[str, Any], question: str = QUESTION) -> ReferralEvent:
    """Return what a confirmation call has brought: only a plain yes closes, only a plain no opens again."""
    match answers.get(question):
        case "yes":
            return ReferralEvent.AGREE
        case "no":
            return ReferralEvent.DISAGREE
        case _:
            return ReferralEvent.MISS


def _ask_about_each(steps: dict[str, Any], problems: Sequence[Named]) -> None:
    """Put a question about each further problem behind the one before; after the last, one goodbye says what comes next.

    An answer is known on the desk by its problem then, where each would be of the same words.
    """
    for place in range(1, len(problems)):
        before, after = question_about(place - 1), question_about(place)
        steps[after] = deepcopy(_SCRIPT["steps"][QUESTION])
        _name(steps[after], problems[place : place + 1])
        for option in steps[before]["options"]:
            option["next"] = after
        for option in steps[after]["options"]:
            option["next"] = "back"
    if len(problems) > 1:
        for place, named in enumerate(problems):
            title = steps[question_about(place)]["title"]
            title |= {language: named.get(language) or named["en"] for language in title}


def _name(step: dict[str, Any], problems: Sequence[Named]) -> None:
    for language, text in step["read"].items():
        names = ("، " if language == "ur" else ", ").join(named.get(language) or named["en"] for named in problems)
        step["read"][language] = text.replace(_PROBLEM, names)
