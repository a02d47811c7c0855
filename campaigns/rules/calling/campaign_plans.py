"""What is wrong with a campaign's plan before anybody is called: said at its approval, in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from campaigns.rules.calling.calling_hours import CallingRules, next_opening
from campaigns.rules.refusals import Refusal

FIRST_DAY_ATTEMPTS: Final = 2  # in two parts of the day; each later attempt has a day of its own (retry_plan)
MOST_ATTEMPTS: Final = 15


@dataclass(frozen=True)
class CampaignPlan:
    """What of a campaign can be known to fail. `spoken`: by its operator's agents; None where one speaks any."""

    rules: CallingRules
    max_attempts: int
    last_day: date
    languages: Sequence[str]
    spoken: frozenset[str] | None


def days_needed(max_attempts: int) -> int:
    """Return how many days lie between the first attempt and the last, where nobody answers."""
    return max(0, max_attempts - FIRST_DAY_ATTEMPTS)


def plan_fault(plan: CampaignPlan, *, now: datetime) -> Refusal | None:
    """Return the first thing that would keep the campaign from ever reaching its people."""
    first = next_opening(plan.rules, now=now)
    if first is None:
        return Refusal(
            "hours_never_open",
            "The calling hours of this campaign never open: its own hours lie outside those of its region, or none are set.",
        )
    if not 1 <= plan.max_attempts <= MOST_ATTEMPTS:
        return Refusal("attempts_wrong", "Set the number of attempts to between 1 and 15.")
    begins = first.astimezone(plan.rules.zone).date()
    ends = begins + timedelta(days=days_needed(plan.max_attempts))
    if ends > plan.last_day:
        return Refusal(
            "attempts_longer_than_campaign",
            "The attempts take longer than the campaign's data may be kept: ask for fewer, or for a later end of retention.",
        )
    if plan.spoken is not None and plan.languages and not plan.spoken.intersection(plan.languages):
        return Refusal(
            "language_not_spoken",
            "No agent of the centre speaks a language of this campaign: enter who does, or change its languages.",
        )
    return None
