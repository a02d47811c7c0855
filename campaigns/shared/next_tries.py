"""What is known of a case when its next try is planned, and what is kept of the plan; shared by whoever ends a call."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from campaigns.rules.call_states import Direction
from campaigns.rules.calling.answering_hours import Answering, Level, Tally, counts_as
from campaigns.rules.calling.calling_hours import CallingRules, in_outage
from campaigns.rules.calling.day_parts import DayPart, part_of
from campaigns.rules.calling.retry_plan import SWALLOWED, RingAgain, Tries
from campaigns.rules.case_states import CaseEvent
from campaigns.rules.outcomes import Outcome
from campaigns.shared.confirmations import end_confirmation
from campaigns.store.calling.answering_counts import PersonTried, answering_around, count_answering, person_tried
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.cases import move_case, phones_of_case
from campaigns.store.calling.planned_tries import save_planned_try
from campaigns.store.session import Session
from campaigns.store.tables import Call, Campaign, Case, PlannedTry


@dataclass(frozen=True)
class TriesHere(Tries):
    """What has been tried of a person, and her village by its key, where her answer is counted."""

    village: str | None = None


def tries_of(session: Session, campaign: Campaign, case: Case, call: Call, rules: CallingRules) -> TriesHere:
    """Return what has been tried for a locked case, this call included, and what is known of her answering hour."""
    known = person_tried(session, case, call)
    here = [one for one in known.rung if one.case_id == case.id and one.phone == call.phone]
    return TriesHere(
        attempts=case.attempts,
        dials=len(here),
        position=case.phone_position,
        phones=known.phones,
        last_outcome=case.outcome if case.attempts else None,  # of this number: that before it counts no more
        in_outage=in_outage(rules, at=call.sent_at or call.intended_at),
        rang_at=tuple(one.sent_at for one in here if one.outcome is not Outcome.TECHNICAL),
        answering=_answering(session, campaign, case, known, rules) if campaign.learned_hours else None,
        village=known.village,
    )


def note_plan(session: Session, case: Case, call: Call, plan: RingAgain, *, at: datetime) -> None:
    """Keep by which rule, and by which figures, the next try was planned."""
    planned = PlannedTry(
        call_id=call.id,
        case_id=case.id,
        department_id=case.department_id,
        due_at=plan.due_at,
        because=plan.because.value,
        facts=_facts(plan),
        at=at,
    )
    save_planned_try(session, planned)


def leave_number(session: Session, case: Case, outcome: Outcome, *, at: datetime) -> None:
    """Move a locked case that waits to its person's next number, or close it with an outcome where that was the last."""
    if case.phone_position + 1 < phones_of_case(session, case):
        case.phone_position, case.attempts = case.phone_position + 1, 0
        case.held_until = case.held_because = None
    else:
        ended_with = end_confirmation(session, case, None, at=at) or outcome
        move_case(session, case, CaseEvent.CLOSE, at=at, outcome=ended_with)


def note_when_she_answered(session: Session, case: Case, call: Call, outcome: Outcome, tries: TriesHere) -> None:
    """Count a first call to her number among those of her village, block and district; later calls say too little of others."""
    seen = _counted(call, outcome, tries)
    if seen is not None and call.sent_at is not None:
        zone = session.get_one(Campaign, case.campaign_id).zone
        count_answering(session, case, tries.village, part_of(call.sent_at, ZoneInfo(zone)), seen)


def _counted(call: Call, outcome: Outcome, tries: Tries) -> Tally | None:
    if call.direction is Direction.IN or call.sent_at is None or tries.dials > 1:
        return None
    if tries.in_outage and outcome in SWALLOWED:
        return None
    return counts_as(outcome, answered=call.answered_at is not None)


def take_back_answer(session: Session, case: Case, call: Call, outcome: Outcome, *, at: datetime) -> None:
    """Count a call's answer out again: what came of it was taken back."""
    campaign = session.get_one(Campaign, case.campaign_id)
    tries = tries_of(session, campaign, case, call, rules_of_case(session, campaign, case, now=at))
    if seen := _counted(call, outcome, tries):
        part = part_of(call.sent_at or call.intended_at, ZoneInfo(campaign.zone))
        count_answering(session, case, tries.village, part, Tally(-seen.calls, -seen.answers))


def note_booked_answer(session: Session, case: Case, call: Call, outcome: Outcome, *, at: datetime) -> None:
    """Count the answer of a person who asked for another time: nothing else is planned for her."""
    campaign = session.get_one(Campaign, case.campaign_id)
    rules = rules_of_case(session, campaign, case, now=at)
    note_when_she_answered(session, case, call, outcome, tries_of(session, campaign, case, call, rules))


def _answering(session: Session, campaign: Campaign, case: Case, known: PersonTried, rules: CallingRules) -> Answering:
    around = answering_around(session, campaign.id, case.district_id, case.block_id, known.village)
    own = defaultdict[DayPart, Tally](Tally)
    for one in known.rung:
        if one.outcome and (seen := counts_as(one.outcome, answered=one.answered)):
            part = part_of(one.sent_at, rules.zone)
            own[part] = Tally(own[part].calls + seen.calls, own[part].answers + seen.answers)
    return {**around, Level.PERSON: own}


def _facts(plan: RingAgain) -> dict[str, Any]:
    chosen = plan.chosen
    if chosen is None:
        return {"position": plan.position}
    return {
        "position": plan.position,
        "part": chosen.opening.part.value,
        "level": chosen.level.value,
        "share": round(chosen.share, 3),
        "usual": round(chosen.usual, 3),
        "calls": chosen.calls,
    }
