"""Intended calls with all that their dial hangs on, locked in one statement: call and case, in this order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from campaigns.rules.call_states import CallStatus
from campaigns.store.people.case_homes import ENDS_CALLS
from campaigns.store.tables import BeneficiaryList, Call, Campaign, Case

# Two campaigns may be about to ring one person on two of her numbers: what was done with her is looked at by one after
# the other, or both would find a cap not yet reached. No row is locked for it, since a list that is changed holds many.
_HER: Final = func.hashtextextended(func.concat("rings:", Case.beneficiary_id), 0)
_DIALS: Final = (
    select(Call, Case, Campaign, exists().where(BeneficiaryList.id == Case.list_id, ENDS_CALLS))
    .join(Case, Case.id == Call.case_id)
    .join(Campaign, Campaign.id == Call.campaign_id)
    .execution_options(populate_existing=True)
)
# Both stand ready: to put one together takes as long as to ask it.
_LOCK: Final = (
    _DIALS.add_columns(func.pg_advisory_xact_lock(_HER))
    .where(Call.id == bindparam("call_id"))
    .with_for_update(of=[Call, Case], key_share=True)
)
_LOCK_FREE: Final = _DIALS.where(
    Call.id == any_(bindparam("call_ids", type_=ARRAY(Uuid))),
    Call.status == CallStatus.INTENDED,
    func.pg_try_advisory_xact_lock(_HER),
).with_for_update(of=[Call, Case], key_share=True, skip_locked=True)


@dataclass(frozen=True)
class CallToDial:
    """A locked call with its locked case."""

    call: Call
    case: Case
    campaign: Campaign
    list_ended: bool  # nobody is called any more because of the list that the case came from


def lock_call_to_dial(session: Session, call_id: UUID) -> CallToDial | None:
    """Return a call locked for its dial, with nobody else at a dial of this person; None where there is no such call."""
    found = session.execute(_LOCK, {"call_id": call_id}).one_or_none()
    return CallToDial(*found[:4]) if found else None


def lock_free_calls_to_dial(session: Session, call_ids: Sequence[UUID]) -> list[CallToDial]:
    """Return those of the calls, locked for their dial, that wait for it and that nobody else holds, or their person."""
    return [CallToDial(*found) for found in session.execute(_LOCK_FREE, {"call_ids": list(call_ids)})]
