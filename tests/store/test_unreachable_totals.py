"""How often people were called who ended unreachable is counted as they end, by a trigger that knows the rules."""

from itertools import product

from sqlalchemy import text

from campaigns.reports.add_up_changes import add_up_changes
from campaigns.rules.accounts.account import Ending
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.tiers import stand_of
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import Case, UnreachableTotal
from campaigns.store.totals.counting_anew import campaigns_counted_wrong, count_anew
from campaigns.store.totals.unreachable_totals import unreachable_by_dials
from tests.given_floor import Floor, given_areas, given_floor

WAYS = list(product(CaseStatus, (None, *Outcome), (None, *Outcome), (False, True)))


def called_in_vain(session: Session, floor: Floor, times: int) -> Case:
    """Somebody who was called so often, and was never there."""
    case = floor.person(session, floor.lists[0])
    for _ in range(times):
        floor.call(session, case, Outcome.NO_ANSWER)
    case.status, case.outcome = CaseStatus.CLOSED, Outcome.NO_ANSWER
    return case


def test_postgresql_and_the_rules_call_the_same_people_unreachable(db: Database) -> None:
    statuses, outcomes, said, reached = (list(column) for column in zip(*WAYS, strict=True))
    query = text("""
      SELECT is_unreachable(status, outcome, said_most, reached)
      FROM unnest(CAST(:statuses AS text[]), CAST(:outcomes AS text[]), CAST(:said AS text[]), CAST(:reached AS boolean[]))
        WITH ORDINALITY AS way (status, outcome, said_most, reached, number) ORDER BY number
    """)
    with db.transaction(EVERYTHING) as session:
        found = session.scalars(
            query, {"statuses": statuses, "outcomes": outcomes, "said": said, "reached": reached}
        ).all()
    assert found == [
        stand_of(status, last, most, reached=talked, withdrawn=False)[0] is Ending.UNREACHABLE
        for status, last, most, talked in WAYS
    ]


def test_who_is_called_again_counts_anew_when_she_ends_anew(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.list(session)
        case_id = called_in_vain(session, floor, 3).id
        called_in_vain(session, floor, 1)
    with db.transaction(EVERYTHING) as session:
        assert unreachable_by_dials(session, floor.campaign.id) == {3: 1, 1: 1}
        session.get_one(Case, case_id).status = CaseStatus.WAITING
    add_up_changes(db)
    with db.transaction(EVERYTHING) as session:
        assert unreachable_by_dials(session, floor.campaign.id) == {1: 1}
        case = session.get_one(Case, case_id)
        floor.call(session, case, Outcome.BUSY)
        case.status = CaseStatus.CLOSED
    for _ in range(2):
        with db.transaction(EVERYTHING) as session:
            assert unreachable_by_dials(session, floor.campaign.id) == {4: 1, 1: 1}
            assert campaigns_counted_wrong(session) == set()
        add_up_changes(db)


def test_a_wrong_total_is_found_and_counted_anew(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        floor.list(session)
        called_in_vain(session, floor, 2)
    with db.transaction(EVERYTHING) as session:
        session.add(
            UnreachableTotal(department_id=floor.department.id, campaign_id=floor.campaign.id, dials=7, number=1)
        )
    with db.transaction(EVERYTHING) as session:
        assert campaigns_counted_wrong(session) == {floor.campaign.id}
        assert count_anew(session, floor.campaign.id)
        assert unreachable_by_dials(session, floor.campaign.id) == {2: 1}
        assert campaigns_counted_wrong(session) == set()
