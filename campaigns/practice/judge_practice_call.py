"""Takes the outcome that an agent logs of a practice call, and judges the call by its checklist."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.calling.callback_slots import CallbackSlot, callback_slots
from campaigns.rules.outcomes import Outcome, OutcomeWish
from campaigns.rules.practice.personas import Persona, in_language
from campaigns.rules.practice.practice import Given, Point, PracticeTalk, is_passed, judge
from campaigns.rules.practice.truth import truth_of
from campaigns.rules.refusals import CALLBACK_TIME_MISSING, NOT_YOUR_CALL, Refusal
from campaigns.rules.scripts.script import read_script
from campaigns.store.calling.calling_rules import calling_rules
from campaigns.store.personas import personas
from campaigns.store.practice import open_practice_call
from campaigns.store.scripts import script_document
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import Campaign, PracticeCall


@dataclass(frozen=True)
class PracticeWish:
    """An outcome as it is logged, and for how long the promise of a callback had stood on the screen."""

    outcome: OutcomeWish
    read_back_seconds: int | None


def judge_practice_call(db: Database, user_id: UUID, wish: PracticeWish, *, now: datetime) -> Refusal | None:
    """Close the practice call with its checklist; logged already is success."""
    with db.transaction(EVERYTHING) as session:
        call = open_practice_call(session, user_id)
        if call is None:
            done = session.get(PracticeCall, wish.outcome.call_id)
            mine = done is not None and done.user_id == user_id
            return None if mine else NOT_YOUR_CALL
        if call.id != wish.outcome.call_id:
            return NOT_YOUR_CALL
        if wish.outcome.outcome is Outcome.CALL_LATER and wish.outcome.callback_at is None:
            return CALLBACK_TIME_MISSING
        call.outcome, call.note = wish.outcome.outcome, wish.outcome.note or None
        call.callback_at, call.read_back_seconds = wish.outcome.callback_at, wish.read_back_seconds
        call.hung_up_at = min(call.hung_up_at or now, now)
        call.logged_at = now
        points = _points(session, call)
        call.points = [{"check": point.check, "good": point.good, "facts": dict(point.facts)} for point in points]
        call.passed = is_passed(points)
        return None


def _points(session: Session, call: PracticeCall) -> tuple[Point, ...]:
    campaign = session.get_one(Campaign, call.campaign_id)
    document = script_document(session, call.script_version_id)
    persona = personas().get(call.persona)
    today = call.began_at.astimezone(ZoneInfo(campaign.zone)).date()
    truth = truth_of(read_script(document), persona, today=today) if document and persona else None
    if document is None or persona is None or truth is None or call.outcome is None:
        return ()
    opening = document["steps"][document["opening"]]
    return judge(
        PracticeTalk(
            persona=persona,
            truth=truth,
            opening_letters=len(in_language(opening["read"], call.language)),
            answered_at=call.answered_at,
            given=[Given(given["step"], given["value"], datetime.fromisoformat(given["at"])) for given in call.given],
            outcome=call.outcome,
            note=call.note or "",
            callback_at=call.callback_at,
            read_back_seconds=call.read_back_seconds,
            wanted_slot=_wanted_slot(session, campaign, call, persona),
        )
    )


def _wanted_slot(session: Session, campaign: Campaign, call: PracticeCall, persona: Persona) -> CallbackSlot | None:
    """Return when she wants to be called again, as the desk offers it; None where she has not asked for it."""
    if persona.breaks_off is None or persona.breaks_off.slot is None:
        return None
    slots = callback_slots(calling_rules(session, campaign), now=call.answered_at)
    return next((slot for slot in slots if slot.name is persona.breaks_off.slot), None)
