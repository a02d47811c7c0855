"""What is wrong with a campaign's plan before anybody is called: said at its approval, in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from campaigns.rules.calling.calling_hours import CallingRules, next_opening
from campaigns.rules.calling.retry_plan import RingAgain, Tries, after_outcome
from campaigns.rules.outcomes import Outcome
from campaigns.rules.refusals import Refusal

MOST_ATTEMPTS: Final = 15


@dataclass(frozen=True)
class CampaignPlan:
    """What of a campaign can be known to fail. `spoken`: by its operator's agents; None where one speaks any.

    `gap`: between two calls on one phone, by the caps of the region.
    """

    rules: CallingRules
    max_attempts: int
    last_day: date
    languages: Sequence[str]
    spoken: frozenset[str] | None
    gap: timedelta = timedelta()


def last_try(plan: CampaignPlan, *, first: datetime) -> datetime:
    """Return when a person who is first rung at a moment is rung for the last time, where she never answers."""
    at, rang = first, tuple[datetime, ...]()
    while isinstance(again := _after(rang, plan, now=at), RingAgain):
        rested = at + plan.gap
        rang, at = (*rang, at), max(again.due_at, next_opening(plan.rules, now=rested) or rested)
    return at


def _after(rang: tuple[datetime, ...], plan: CampaignPlan, *, now: datetime) -> object:
    tries = Tries(len(rang), len(rang) + 1, position=0, phones=1, last_outcome=None, rang_at=rang)
    return after_outcome(Outcome.NO_ANSWER, tries, plan.rules, max_attempts=plan.max_attempts, now=now)


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
    if last_try(plan, first=first).astimezone(plan.rules.zone).date() > plan.last_day:
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
