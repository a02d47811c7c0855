"""An intended call with all that its dial hangs on, locked in one statement: call and case, in this order."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from campaigns.store.case_homes import ENDS_CALLS
from campaigns.store.tables import BeneficiaryList, Call, Campaign, Case

_LOCK: Final = (  # stands ready: to put it together takes as long as to ask it
    select(Call, Case, Campaign, exists().where(BeneficiaryList.id == Case.list_id, ENDS_CALLS))
    .join(Case, Case.id == Call.case_id)
    .join(Campaign, Campaign.id == Call.campaign_id)
    .where(Call.id == bindparam("call_id"))
    .with_for_update(of=[Call, Case], key_share=True)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True)
class CallToDial:
    """A locked call with its locked case."""

    call: Call
    case: Case
    campaign: Campaign
    list_ended: bool  # nobody is called any more because of the list that the case came from


def lock_call_to_dial(session: Session, call_id: UUID) -> CallToDial | None:
    """Return a call locked for its dial; None where there is no such call."""
    found = session.execute(_LOCK, {"call_id": call_id}).one_or_none()
    return CallToDial(*found) if found else None
