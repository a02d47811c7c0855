"""Puts citizens back into the queue whose problem an officer calls solved: only their own yes closes it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.calling.calling_hours import next_opening
from campaigns.rules.calling.retry_plan import AGAIN_PRIORITY
from campaigns.rules.campaign_states import OVER
from campaigns.rules.case_states import CaseEvent, CaseStatus
from campaigns.rules.referral_states import ReferralEvent, ReferralStatus
from campaigns.shared.confirmations import ask_about_all, end_confirmation, outcome_before
from campaigns.store.calling.calling_rules import rules_of_case
from campaigns.store.calling.cases import lock_case, move_case, position_of_phone
from campaigns.store.referrals.confirmations import (
    WAITING,
    can_be_asked,
    forgotten_confirmations,
    overtaken_confirmations,
    referrals_to_ask_about,
)
from campaigns.store.referrals.referrals import Step, lock_referral, move_referral
from campaigns.store.session import EVERYTHING, Database, Session, tell
from campaigns.store.tables import Call, Campaign, Case, Referral

AT_ONCE: Final = 200


def ask_about_referrals(db: Database, *, now: datetime) -> int:
    """Return how many citizens are to be called; who cannot be asked stays solved and not confirmed."""
    with db.transaction(EVERYTHING) as session:
        solved = referrals_to_ask_about(session, limit=AT_ONCE)
        forgotten = forgotten_confirmations(session, limit=AT_ONCE)
        overtaken = overtaken_confirmations(session, limit=AT_ONCE)
    for referral_id, case_id in forgotten:
        _miss_forgotten(db, referral_id, case_id, now=now)
    for referral_id, case_id in overtaken:
        _end_overtaken(db, referral_id, case_id, now=now)
    return sum(_ask(db, referral_id, case_id, now=now) for referral_id, case_id in solved)


def _ask(db: Database, referral_id: UUID, case_id: UUID, *, now: datetime) -> bool:
    """Tell whether she is to be called because of this one; who waits for such a call is asked about all on that call."""
    with db.transaction(EVERYTHING) as session:
        case, referral = lock_case(session, case_id), lock_referral(session, referral_id)
        joins = case.confirms_id is not None and case.status in WAITING
        if referral is None or referral.status is not ReferralStatus.SOLVED:
            return False
        if case.status is not CaseStatus.CLOSED and not joins:
            return False
        campaign = session.get_one(Campaign, case.campaign_id)
        if not can_be_asked(session, campaign, case):
            move_referral(session, referral, Step(ReferralEvent.MISS, now))
            return False
        if joins:
            referral.case_outcome = outcome_before(session, case)
        else:
            _open_again(session, campaign, case, referral, now=now)
        move_referral(session, referral, Step(ReferralEvent.ASK, now))
        ask_about_all(session, case, now=now)
        return not joins


def _open_again(session: Session, campaign: Campaign, case: Case, referral: Referral, *, now: datetime) -> None:
    referral.case_outcome = case.outcome
    move_case(session, case, CaseEvent.REOPEN, at=now)
    call = session.get_one(Call, referral.call_id)
    case.due_at = next_opening(rules_of_case(session, campaign, case, now=now), now=now) or now
    case.priority, case.owner_id, case.attempts = AGAIN_PRIORITY, None, 0
    case.phone_position = position_of_phone(session, case, call.phone) or 0
    tell(session, "dialler")


def _miss_forgotten(db: Database, referral_id: UUID, case_id: UUID, *, now: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        case, referral = lock_case(session, case_id), lock_referral(session, referral_id)
        if referral is None or case.status is not CaseStatus.CLOSED:
            return
        if case.confirms_id == referral.id:
            case.confirms_id = case.script_version_id = None
        move_referral(session, referral, Step(ReferralEvent.MISS, now))


def _end_overtaken(db: Database, referral_id: UUID, case_id: UUID, *, now: datetime) -> None:
    """Close the case of a citizen whom her campaign, which is over, rings no more: her row ends as it had ended before."""
    with db.transaction(EVERYTHING) as session:
        case = lock_case(session, case_id)
        over = session.get_one(Campaign, case.campaign_id).status in OVER
        if over and case.status in WAITING and case.confirms_id is not None:
            ended_with = end_confirmation(session, case, None, at=now)
            move_case(session, case, CaseEvent.CLOSE, at=now, outcome=ended_with)
