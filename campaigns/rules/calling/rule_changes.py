"""What a change of the calling rules must not do: widen the hours of the law, never open, or rewrite the past."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import SHIPPED, CallingRules, HoursRow, next_opening
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.refusals import Refusal

MOST_CALLS: Final = 10  # a day on one phone; more is no reminder but a nuisance
LONGEST_GAP: Final = timedelta(hours=24)
MOST_SHARE: Final = 20
MOST_ABANDONED: Final = 0.03  # of the live answers of a day: FTC 16 CFR 310.4(b)(4) and Ofcom
SHORTEST_CLOCK: Final = timedelta(seconds=10)  # of wrap-up, and of looking at a record before the dial
LONGEST_CLOCK: Final = timedelta(minutes=10)
CHANGED: Final = "calling_rules_changed"  # the word of the trace
IN_THE_PAST: Final = Refusal(
    "rule_in_the_past", "A rule can begin today or later: what was called before keeps its rule."
)
SOURCE_MISSING: Final = Refusal("source_missing", "Say where this comes from: the order, the notice, or who said so.")
CHANGED_MEANWHILE: Final = Refusal(
    "changed_meanwhile",
    "Somebody has changed this in the meantime. The page shows what holds now: look at it, then change it again.",
)


class Subject(StrEnum):
    """What of the calling rules was changed."""

    HOURS = "hours"
    CAPS = "caps"
    HOLIDAY = "holiday"
    GAP = "gap"
    OUTAGE = "outage"
    PLAN = "plan"  # a campaign's own hours, attempts and learned hours
    SHARE = "share"
    PLACING = "placing"  # a campaign's dial mode, its abandon cap and target, and its clocks


@dataclass(frozen=True)
class CallPlan:
    """What an officer decides for one campaign: its own hours (None: those of the region), attempts, learned hours."""

    opens: time | None
    closes: time | None
    max_attempts: int
    learned_hours: bool


@dataclass(frozen=True)
class Placing:
    """How a campaign's calls are placed. Shares are of the live answers of a day; spans are whole seconds."""

    mode: DialMode
    abandon_target: float
    abandon_cap: float
    wrap_up_seconds: int
    preview_seconds: int


def placing_fault(placing: Placing) -> Refusal | None:
    """Return why calls cannot be placed so."""
    if not 0 < placing.abandon_target <= placing.abandon_cap <= MOST_ABANDONED:
        return Refusal(
            "abandoned_shares_wrong",
            "Set the aim above 0 and not above the limit, and the limit to 3 of 100 at most.",
        )
    clocks = (timedelta(seconds=span) for span in (placing.wrap_up_seconds, placing.preview_seconds))
    if not all(SHORTEST_CLOCK <= clock <= LONGEST_CLOCK for clock in clocks):
        return Refusal("clocks_wrong", "Set each of the two clocks to between 10 and 600 seconds.")
    return None


def hours_fault(jurisdiction: str, row: HoursRow, rules: CallingRules, *, today: date, now: datetime) -> Refusal | None:
    """Return why hours cannot be set. `rules` are those of the jurisdiction as they stand."""
    if row.valid_from < today:
        return IN_THE_PAST
    if row.valid_to is not None and row.valid_to < row.valid_from:
        return Refusal("rule_ends_early", "The rule must end on the day on which it begins, or later.")
    if fault := _outside_the_law(jurisdiction, row.opens, row.closes):
        return fault
    after = replace(rules, rows=(*(old for old in rules.rows if not _same(old, row)), row))
    begins = max(now, datetime.combine(row.valid_from, time.min, rules.zone))
    if next_opening(after, now=begins) is None:
        return _never_open()
    return None


def plan_hours_fault(jurisdiction: str, plan: CallPlan) -> Refusal | None:
    """Return why a campaign cannot keep to its own hours."""
    if plan.opens is None and plan.closes is None:
        return None
    if plan.opens is None or plan.closes is None:
        return Refusal("hours_half_set", "Write both when calls begin and when they end, or neither.")
    return _outside_the_law(jurisdiction, plan.opens, plan.closes)


def caps_fault(caps: Caps, *, valid_from: date, today: date) -> Refusal | None:
    """Return why caps cannot be set."""
    if valid_from < today:
        return IN_THE_PAST
    if not (1 <= caps.calls_per_phone <= MOST_CALLS and 1 <= caps.calls_per_person <= MOST_CALLS):
        return Refusal("caps_wrong", "Set the calls a day to between 1 and 10, for a phone and for a person.")
    if not all(timedelta() <= gap <= LONGEST_GAP for gap in (caps.gap, caps.gap_after_talk)):
        return Refusal("cap_gaps_wrong", "Set the minutes between two calls to between 0 and 1440, which is a day.")
    return None


def share_fault(share: int) -> Refusal | None:
    """Return why a campaign cannot have a share of the lines."""
    if 1 <= share <= MOST_SHARE:
        return None
    return Refusal(
        "share_wrong", "Set the share to between 1 and 20: it is compared with the shares of other campaigns."
    )


def _outside_the_law(jurisdiction: str, opens: time, closes: time) -> Refusal | None:
    if opens >= closes:
        return _never_open()
    law, source = SHIPPED[jurisdiction]
    if opens < law.opens or closes > law.closes:
        return Refusal(
            "hours_wider_than_law",
            f"Nobody may be called here before {law.opens:%H:%M} or after {law.closes:%H:%M} ({source}):"
            f" hours between {law.opens:%H:%M} and {law.closes:%H:%M} can be made shorter, never longer.",
        )
    return None


def _never_open() -> Refusal:
    return Refusal(
        "hours_never_open",
        "These hours never open: calls must begin before they end, and the gaps and holidays must leave some time.",
    )


def _same(old: HoursRow, new: HoursRow) -> bool:
    return (old.weekday, old.valid_from) == (new.weekday, new.valid_from)
