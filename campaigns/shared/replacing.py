"""What the approval of a list does to those before it: it takes the place of the one that it is a newer version of."""

from datetime import datetime
from typing import Final
from uuid import UUID

from campaigns.rules.list_states import ListEvent, ListStatus
from campaigns.rules.refusals import Refusal
from campaigns.shared.withdrawing import withdraw_people
from campaigns.store.lists.lists import beneficiary_list, move_list
from campaigns.store.lists.replaced_lists import take_place_of
from campaigns.store.lists.samples_going_on import weigh_those_left
from campaigns.store.people.case_homes import reopen_withdrawn_cases
from campaigns.store.session import Session
from campaigns.store.tables import BeneficiaryList

OLDER_IS_GONE: Final = Refusal(
    "older_list_is_gone",
    "The list of which this is a newer version was withdrawn or replaced meanwhile. Say again of which list it is one.",
)


def cannot_replace(session: Session, kept: BeneficiaryList) -> Refusal | None:
    """Return why a list in review cannot take the place of the older one that it names."""
    if kept.replaces_id is None:
        return None
    older = beneficiary_list(session, kept.replaces_id)
    stands = older is not None and older.status is ListStatus.APPROVED and older.ended_at is None
    return None if stands else OLDER_IS_GONE


def follow_older_lists(session: Session, kept: BeneficiaryList, *, user_id: UUID | None, at: datetime) -> None:
    """Let a list whose cases have just been opened take over from those before it; all of them are locked."""
    reopen_withdrawn_cases(session, kept, now=at)
    older = beneficiary_list(session, kept.replaces_id) if kept.replaces_id else None
    if older is None or not move_list(session, older, ListEvent.REPLACE, user_id=user_id, at=at):
        return
    take_place_of(session, kept, older, now=at)
    weigh_those_left(session, kept, older)
    if kept.withdraws_missing:
        withdraw_people(session, older, at=at)
