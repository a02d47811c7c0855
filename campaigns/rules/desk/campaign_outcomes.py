"""Which outcomes the agents of a campaign may log: some of ours, each under the key that it has in every campaign."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from campaigns.rules.outcomes import AGENT_OUTCOMES, Outcome
from campaigns.rules.refusals import Refusal

# What can come of any call: it is done, nobody there, cut off; and who never wants to be called is heard everywhere.
ALWAYS: Final = frozenset({Outcome.COMPLETED, Outcome.NOT_AVAILABLE, Outcome.CUT_OFF, Outcome.OPT_OUT})
KEYS: Final = {outcome: str(key) for key, outcome in enumerate(AGENT_OUTCOMES, 1)}


def outcomes_of(chosen: Collection[str]) -> tuple[Outcome, ...]:
    """Return the outcomes of a campaign in the order of their keys; one that has chosen none has all."""
    return tuple(outcome for outcome in AGENT_OUTCOMES if not chosen or outcome in chosen or outcome in ALWAYS)


def suggested_by(document: Mapping[str, Any]) -> frozenset[Outcome]:
    """Return every outcome to which a script can lead."""
    parts = [part for step in document["steps"].values() for part in (step, *step.get("options", ()))]
    return frozenset(Outcome(part["suggests"]) for part in parts if part.get("suggests"))


def left_out(chosen: Collection[str], document: Mapping[str, Any] | None) -> Refusal | None:
    """Refuse a choice without an outcome to which the script leads: nobody could log what she has just heard."""
    if document is None or not suggested_by(document) - frozenset(outcomes_of(chosen)):
        return None
    return Refusal(
        "outcome_left_out",
        "The script leads to an outcome that the campaign has left out: choose it for the campaign, or let the script"
        " suggest another.",
    )
