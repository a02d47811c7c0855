"""An agent refers a problem that she has heard on a call to the officer who must solve it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from campaigns.rules.referral_states import ReferralStatus
from campaigns.rules.referrals.tiers import deadline, first_tier
from campaigns.rules.refusals import NOT_YOUR_CALL, Refusal
from campaigns.store.desk.desk_entries import had_part_in
from campaigns.store.desk.desk_locks import lock_call_and_agent
from campaigns.store.lists.erasing import forget_late_words
from campaigns.store.referrals.referrals import note_referral
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AgentSession, Call, Case, Referral, ReferralCategory

LONGEST_NOTE: Final = 1_000


@dataclass(frozen=True)
class ReferralWish:
    """What an agent refers. `key` makes a doubled or late request count once."""

    key: str
    call_id: UUID
    category_id: UUID
    note: str = ""


def refer_problem(db: Database, session_id: UUID, wish: ReferralWish, *, now: datetime) -> Refusal | None:
    """Open a referral about the person of a call that is, or was, with this agent."""
    with db.transaction(EVERYTHING) as session:
        locked = lock_call_and_agent(session, wish.call_id, session_id)
        if locked is None or not _was_hers(session, *locked):
            return NOT_YOUR_CALL
        call, agent = locked
        category = session.get(ReferralCategory, wish.category_id)
        if category is None or category.campaign_id != call.campaign_id:
            return Refusal("category_unknown", "Choose one of the listed problems.")
        case = session.get_one(Case, call.case_id)
        note_referral(session, _fresh(wish, agent, call, case, category, at=now))
        forget_late_words(session, call)
        return None


def _was_hers(session: Session, call: Call, agent: AgentSession) -> bool:
    return agent.call_id == call.id or had_part_in(session, call.id, agent.user_id)


def _fresh(
    wish: ReferralWish, agent: AgentSession, call: Call, case: Case, category: ReferralCategory, *, at: datetime
) -> Referral:
    return Referral(
        id=uuid4(),
        department_id=call.department_id,
        key=wish.key,
        campaign_id=call.campaign_id,
        case_id=case.id,
        call_id=call.id,
        category_id=category.id,
        status=ReferralStatus.OPEN,
        tier=first_tier(block_id=case.block_id, district_id=case.district_id),
        note=wish.note[:LONGEST_NOTE],
        state_id=case.state_id,
        district_id=case.district_id,
        block_id=case.block_id,
        opened_at=at,
        opened_by=agent.user_id,
        due_at=deadline(category.days, now=at),
    )
