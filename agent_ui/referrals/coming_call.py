"""Says when the citizen of a referral that is called solved is rung, and what that call still waits for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import LazyString, lazy_gettext

from agent_ui.floor.case_words import waiting_in_words
from agent_ui.house import house
from campaigns.rules.calling.next_call import FOR_GOOD, next_call
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.referral_states import ReferralStatus
from campaigns.store.calling.case_queue import case_now
from campaigns.store.calling.cases import numbers_of_case
from campaigns.store.referrals.confirmations import WAITING
from campaigns.store.referrals.referral_pages import ReferralStory
from campaigns.store.session import Session

_ = lazy_gettext
AT_ONCE: Final = _("The call to the citizen stands in the queue within a minute.")
OTHER_FIRST: Final = _(
    "The citizen is asked about another problem first. About this one the campaign asks on a call of its own, after that."
)
OWN_CALL_FIRST: Final = _(
    "The campaign has not finished with this person. It asks about the problem on a call after that."
)


@dataclass(frozen=True)
class ComingCall:
    """What is said of the call: its place among others, what it waits for, and its earliest moment if known."""

    first: LazyString | None
    waits: tuple[str, ...]
    earliest: datetime | None


def coming_call(session: Session, story: ReferralStory, *, now: datetime) -> ComingCall | None:
    """Return what is known of the call; None where none is to come."""
    status, case = story.line.referral.status, story.case
    if not story.asked or status not in (ReferralStatus.SOLVED, ReferralStatus.CONFIRMING):
        return None
    joins = status is ReferralStatus.SOLVED and case.confirms_id is not None and case.status in WAITING
    if case.status is CaseStatus.CLOSED or joins:
        return ComingCall(AT_ONCE, (), None)
    first = None
    if status is ReferralStatus.SOLVED:
        first = OTHER_FIRST if case.confirms_id else OWN_CALL_FIRST
    phones, carrier = numbers_of_case(session, case), house().telephony.name
    coming = next_call(case_now(session, story.campaign, case, phones, carrier=carrier, now=now), now=now)
    waits = tuple(waiting_in_words(one, story.campaign.zone) for one in coming.waits if one.wait not in FOR_GOOD)
    return ComingCall(first, waits, None if first else coming.earliest)
