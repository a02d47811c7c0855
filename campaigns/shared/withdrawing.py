"""What follows for people when their list goes: another list of theirs takes them over, else nobody calls them."""

from collections.abc import Iterable
from datetime import datetime

from campaigns.rules.call_states import CallStatus
from campaigns.rules.list_states import ListStatus
from campaigns.shared.endings import withdraw_call
from campaigns.store.calls.calls import lock_call
from campaigns.store.lists.cases_opening import withdraw_cases_of_list
from campaigns.store.lists.lists import count_verdicts
from campaigns.store.lists.rows_settling import settle_rows
from campaigns.store.people.case_homes import meet_other_homes, rehome_cases, unanswered_calls_of_list
from campaigns.store.session import Session, enqueue
from campaigns.store.tables import BeneficiaryList

BECAUSE = "list_withdrawn"


def withdraw_people(session: Session, kept: BeneficiaryList, *, at: datetime) -> int:
    """Close the cases of a locked list that no other list takes over; return how many.

    What has not left for the carrier is taken back, what rings is cancelled, and who has answered is talked with to
    the end: upkeep closes her case afterwards. Calls come before cases: one order of locks everywhere.
    """
    meet_other_homes(session, kept)
    for found in unanswered_calls_of_list(session, kept):
        if found.status != CallStatus.INTENDED:
            enqueue(session, "dial", "cancel_call", found.id)
        elif (call := lock_call(session, found.id)) and call.status is CallStatus.INTENDED:
            withdraw_call(session, call, BECAUSE, at=at)
    session.flush()
    rehome_cases(session, kept)
    return withdraw_cases_of_list(session, kept, now=at)


def settle_lists_in_review(session: Session, locked: Iterable[BeneficiaryList]) -> None:
    """Settle lists in review again: they may name people of whom the campaign had a case until now."""
    for kept in locked:
        if kept.status is ListStatus.REVIEW:
            settle_rows(session, kept)
            count_verdicts(session, kept)
