"""The small script of a confirmation call: is the problem solved, in the citizen's own word; and what her answer means."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent

_SCRIPT: Final = Path(__file__).with_name("referral_confirmation.json").read_text(encoding="utf-8")
_PROBLEM: Final = "%PROBLEM%"
QUESTION: Final = "solved"
# Whoever may not or cannot be asked any more: her referral stays solved and not confirmed.
NEVER_ASKED: Final = frozenset({Outcome.DIED, Outcome.OPT_OUT, Outcome.WITHDRAWN})


def confirmation_script(problem: Mapping[str, str]) -> dict[str, Any]:
    """Return the script that names a problem, said in each language; English where a language lacks it."""
    document: dict[str, Any] = json.loads(_SCRIPT)
    for step in document["steps"].values():
        for language, text in step["read"].items():
            step["read"][language] = text.replace(_PROBLEM, problem.get(language) or problem["en"])
    return document


def event_of_answers(answers: Mapping[str, Any]) -> ReferralEvent:
    """Return what a confirmation call has brought: only a plain yes closes, only a plain no opens again."""
    match answers.get(QUESTION):
        case "yes":
            return ReferralEvent.AGREE
        case "no":
            return ReferralEvent.DISAGREE
        case _:
            return ReferralEvent.MISS
