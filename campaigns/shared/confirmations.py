"""Confirmation calls: about which problems a citizen is asked, what their end means, and what is left when an agent takes it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from campaigns.rules.outcomes import Outcome
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.rules.referrals.confirmation import confirmation_script, event_of_answers, question_about
from campaigns.store.calls.call_scripts import script_of_version
from campaigns.store.desk.answers import answers_of_call
from campaigns.store.referrals.confirmations import (
    confirmation_version,
    lock_confirming,
    lock_referrals_confirmed_on,
    steps_of_referral,
)
from campaigns.store.referrals.referrals import Step, category_of, lock_referral, move_referral
from campaigns.store.session import Session
from campaigns.store.tables import Call, Case, Referral


def ask_about_all(session: Session, case: Case, *, now: datetime) -> None:
    """Give a locked case the script that asks about all problems of hers that are being confirmed."""
    referrals = lock_confirming(session, case.id)
    kinds = {one.category_id: category_of(session, one).names for one in referrals}
    case.confirms_id = referrals[0].id
    script = confirmation_script(list(kinds.values()))
    case.script_version_id = confirmation_version(session, referrals[0], script, now=now)


def outcome_before(session: Session, case: Case) -> Outcome | None:
    """Return how a case that confirms something had closed before; None where it confirms nothing."""
    first = lock_referral(session, case.confirms_id) if case.confirms_id else None
    return first.case_outcome if first is not None else None


def end_confirmation(session: Session, case: Case, call: Call | None, *, at: datetime) -> Outcome | None:
    """End the confirmation of a locked case that is about to close; None where it confirms nothing.

    Return the outcome with which her case had closed before: to be asked once more changes nothing of how her row ended.
    Without a call she was not asked: nobody may ring her any more.
    """
    if case.confirms_id is None:
        return None
    before = outcome_before(session, case)
    asked = call is not None and call.script_version_id == case.script_version_id
    case.confirms_id = case.script_version_id = None
    answers = _answers_on_the_way(session, call) if call and asked else {}
    for referral, event in _said(lock_confirming(session, case.id), answers):
        step = Step(event, at, call_id=call.id if call else None)
        if move_referral(session, referral, step) and event is ReferralEvent.AGREE:
            referral.closed_at = at
    return before


def _answers_on_the_way(session: Session, call: Call) -> dict[str, Any]:
    """Return what she said on the way that was taken; what was answered before a step was changed counts for nothing."""
    answers = answers_of_call(session, call.id)
    script = script_of_version(session, call.script_version_id) if call.script_version_id else None
    steps = script.path(answers).steps if script else ()
    return {step: answers[step] for step in steps if step in answers}


def _said(referrals: Sequence[Referral], answers: dict[str, Any]) -> list[tuple[Referral, ReferralEvent]]:
    """Return what she has said of each; problems of one kind are one question."""
    kinds = dict[UUID, str]()
    for referral in referrals:
        kinds.setdefault(referral.category_id, question_about(len(kinds)))
    return [(referral, event_of_answers(answers, kinds[referral.category_id])) for referral in referrals]


def is_confirmation_acted_on(session: Session, call: Call) -> bool:
    """Tell whether anything has happened to a referral since this call confirmed it, or did not; its case is locked."""
    found = lock_referrals_confirmed_on(session, call)
    return any(steps_of_referral(session, referral)[0].call_id != call.id for referral in found)


def take_back_confirmation(session: Session, case: Case, call: Call, *, at: datetime) -> None:
    """Let a locked case confirm again what its call has confirmed, or has not, on the tier on which it was asked."""
    for referral in lock_referrals_confirmed_on(session, call):
        steps = steps_of_referral(session, referral)
        asked = next(step for step in steps if step.after is ReferralStatus.CONFIRMING)
        referral.tier, referral.closed_at = asked.tier, None
        case.confirms_id, case.script_version_id = referral.id, call.script_version_id
        move_referral(session, referral, Step(ReferralEvent.TAKE_BACK, at, call_id=call.id))
