"""Counts all answers of a campaign whose script now asks otherwise, or which were never counted."""

from uuid import UUID

from campaigns.rules.reports.answer_figures import what_is_counted
from campaigns.rules.scripts.ways import questions_asked
from campaigns.store.accounts.accounts import leave_cores_to_the_floor
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.totals.answer_totals import (
    CountedFor,
    alone_with_answers,
    answers_counted_for,
    count_answers_anew,
    note_same_kinds,
    script_to_count_for,
)


def count_answers(db: Database, campaign_id: UUID) -> bool:
    """Say whether the totals stand for the newest script; False where somebody else is at them, or there is no such campaign.

    Until they do, reports read the answers one by one. Desks never wait: what they save meanwhile is noted and stays.
    """
    with db.transaction(EVERYTHING, one_moment=True) as session:
        newest = script_to_count_for(session, campaign_id)
        if newest is None or not alone_with_answers(session):
            return False
        version_id, zone, document = newest
        wanted = CountedFor(version_id, zone, what_is_counted(questions_asked(document)))
        stand = answers_counted_for(session, campaign_id)
        if stand and stand.same_as(wanted):
            note_same_kinds(session, campaign_id, wanted)
        else:
            leave_cores_to_the_floor(session)
            count_answers_anew(session, campaign_id, wanted)
    return True
