"""Why a campaign is not dialling is told as soon for a list of millions: who is due is looked for at the heads of lines."""

from datetime import timedelta

from campaigns.rules.reports.bounded_counts import MoreThan, at_least, bounded
from campaigns.store.calling import due_people as due
from campaigns.store.session import EVERYTHING, Database
from campaigns.store.tables import Campaign
from campaigns.store.totals.case_totals import counted_cases
from tests.given_floor import NOW, given_areas, given_floor


def test_a_count_past_its_bound_compares_as_counted_and_is_told_as_more() -> None:
    assert type(bounded(3, 10)) is int
    past = bounded(14, 10)
    assert isinstance(past, MoreThan)
    assert (past == 14, past.most) == (True, 10)


def test_those_who_may_be_called_are_found_behind_thousands_who_may_not(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        people = floor.list(session)
        for at in range(6):
            floor.person(session, people, language="doi", phone=f"+9194190200{at:02d}")
        campaign = session.get_one(Campaign, floor.campaign.id)
        only_dogri = due.due_people(session, campaign, due.Tongues(frozenset({"ur"})), [], now=NOW, most=3)
        assert only_dogri.people == only_dogri.unspoken["doi"] == 4
        floor.person(session, people, language="ur", phone="+919419020010")
        with_urdu = due.due_people(session, campaign, due.Tongues(frozenset({"ur"})), [], now=NOW, most=3)
    assert with_urdu.people > with_urdu.unspoken.total()


def test_whoever_rests_is_counted_and_the_next_moment_is_known(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        people = floor.list(session)
        later = [NOW + timedelta(hours=hours) for hours in (3, 1, 2)]
        for at in later:
            floor.person(session, people, due_at=at)
        resting = floor.person(session, people)
        resting.held_until, resting.held_because = NOW + timedelta(minutes=30), "phone_rests"
        for because in ("phone_in_call", "person_in_call", "opted_out"):  # as the dialler marks whom it has looked at
            held = floor.person(session, people)
            held.held_until, held.held_because = NOW + timedelta(minutes=40), because
        session.flush()
        campaign = session.get_one(Campaign, floor.campaign.id)
        found = due.due_people(session, campaign, due.Tongues(), [], now=NOW)
        assert (found.people, found.resting, found.busy, found.opted_out) == (4, 1, 2, 1)
        assert due.next_due(session, campaign.id, now=NOW) == NOW + timedelta(minutes=30)
        assert counted_cases(session, campaign.id).waiting == 7


def test_all_who_rest_are_counted_however_long_their_line_is(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        floor = given_floor(session)
        people = floor.list(session)
        for _ in range(due.OF_A_LANE + 3):
            resting = floor.person(session, people)
            resting.held_until, resting.held_because = NOW + timedelta(minutes=30), "phone_rests"
        session.flush()
        campaign = session.get_one(Campaign, floor.campaign.id)
        found = due.due_people(session, campaign, due.Tongues(), [], now=NOW)
    assert found.people == found.resting == due.OF_A_LANE + 3


def test_where_not_everybody_was_looked_at_no_count_is_told_as_that_of_all() -> None:
    assert at_least(0) == 0
    assert type(at_least(7)) is int
    met = at_least(694)
    assert isinstance(met, MoreThan)
    assert (met, met.most) == (694, 690)
