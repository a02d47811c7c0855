"""An office changes the calling rules: it holds at once, stays on record, and two people do not overwrite each other."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.calling.change_call_caps import CapsWish, change_call_caps
from campaigns.calling.change_call_plan import change_call_plan
from campaigns.calling.change_calling_hours import HoursWish, change_calling_hours
from campaigns.calling.change_placing import change_placing, placing_of
from campaigns.calling.change_share import change_share
from campaigns.calling.end_place_rule import end_place_rule
from campaigns.calling.note_place_rule import GapRule, HolidayRule, OutageRule, note_place_rule
from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import HoursRow, may_call
from campaigns.rules.calling.rule_changes import CallPlan, Placing, Subject
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.refusals import Refusal
from campaigns.rules.roles import Role
from campaigns.store.calling.call_caps import calling_caps
from campaigns.store.calling.calling_rules import calling_rules, standing_outages
from campaigns.store.calling.rule_changes import latest_change, rule_changes
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import AreaOutage, CallingGap, CallingHoliday, Campaign
from tests.given_floor import DISTRICT, NOW, Floor, given_areas, given_floor

TODAY = NOW.date()
SHORTER = HoursWish("IN", HoursRow(None, time(10), time(17), TODAY, None), "Order 7 of the Secretary", "0")
FEWER = CapsWish("IN", Caps(calls_per_phone=2), TODAY, "complaints in October", "0")
PLAN = CallPlan(time(10), time(16), 7, learned_hours=True)
PREDICTIVE = Placing(DialMode.PREDICTIVE, 0.01, 0.02, wrap_up_seconds=45, preview_seconds=90)


@pytest.fixture
def floor(db: Database) -> Floor:
    """A running campaign with the shipped rules."""
    seed_calling_hours(db)
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        return given_floor(session)


@pytest.fixture
def admin(db: Database, floor: Floor) -> UUID:
    with db.transaction(EVERYTHING) as session:
        return floor.user(session, "admin", Role.ADMIN).id


def may(db: Database, floor: Floor, at: datetime) -> bool:
    with db.transaction(EVERYTHING) as session:
        return may_call(calling_rules(session, session.get_one(Campaign, floor.campaign.id)), now=at) is None


def because(refusal: Refusal | None) -> str | None:
    return refusal.because if refusal else None


def test_shorter_hours_hold_at_once_and_stay_on_record_with_who_and_what_stood_before(
    db: Database, floor: Floor, admin: UUID
) -> None:
    evening = NOW.replace(hour=12, minute=30)  # 18:00 in Kashmir
    assert may(db, floor, evening)
    assert change_calling_hours(db, SHORTER, admin, now=NOW) is None
    assert not may(db, floor, evening)
    with db.transaction(EVERYTHING) as session:
        (change,) = rule_changes(session, ["IN"])
    assert (change.who, change.subject) == ("Admin", Subject.HOURS)
    assert (change.before["closes"], change.after["closes"]) == ("21:00", "17:00")


def test_hours_wider_than_the_law_change_nothing(db: Database, floor: Floor, admin: UUID) -> None:
    wider = replace(SHORTER, row=replace(SHORTER.row, opens=time(7)))
    assert because(change_calling_hours(db, wider, admin, now=NOW)) == "hours_wider_than_law"
    assert because(change_calling_hours(db, replace(SHORTER, source=" "), admin, now=NOW)) == "source_missing"
    with db.transaction(EVERYTHING) as session:
        assert rule_changes(session, ["IN"]) == []


def test_of_two_people_who_saw_the_same_page_the_second_is_told(db: Database, floor: Floor, admin: UUID) -> None:
    assert change_calling_hours(db, SHORTER, admin, now=NOW) is None
    assert because(change_call_caps(db, FEWER, admin, now=NOW)) == "changed_meanwhile"
    with db.transaction(EVERYTHING) as session:
        seen = latest_change(session, "IN")
    assert change_call_caps(db, replace(FEWER, seen=seen), admin, now=NOW) is None


def test_hours_of_the_same_day_are_set_again_and_not_twice(db: Database, floor: Floor, admin: UUID) -> None:
    assert change_calling_hours(db, SHORTER, admin, now=NOW) is None
    longer = replace(SHORTER, row=replace(SHORTER.row, closes=time(19)), seen="1")
    assert change_calling_hours(db, longer, admin, now=NOW) is None
    assert may(db, floor, NOW.replace(hour=12, minute=30))


def test_fewer_calls_a_day_hold_from_their_day_on(db: Database, floor: Floor, admin: UUID) -> None:
    later = replace(FEWER, valid_from=TODAY + timedelta(days=3))
    assert change_call_caps(db, later, admin, now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        assert calling_caps(session, "IN", on=TODAY).calls_per_phone == 3
        assert calling_caps(session, "IN", on=TODAY + timedelta(days=3)).calls_per_phone == 2
    too_many = replace(FEWER, caps=Caps(calls_per_phone=50), seen="1")
    assert because(change_call_caps(db, too_many, admin, now=NOW)) == "caps_wrong"


def test_a_campaign_keeps_its_plan_and_the_change_belongs_to_its_department(
    db: Database, floor: Floor, admin: UUID
) -> None:
    assert change_call_plan(db, floor.campaign, PLAN, admin, seen="0", now=NOW) is None
    with db.transaction(Scope(floor.department.id)) as session:
        campaign = session.get_one(Campaign, floor.campaign.id)
        assert (campaign.max_attempts, campaign.learned_hours, campaign.opens) == (7, True, time(10))
        (change,) = rule_changes(session, [str(campaign.id)])
    assert (change.before["max_attempts"], change.after["max_attempts"]) == (4, 7)
    assert because(change_call_plan(db, floor.campaign, PLAN, admin, seen="0", now=NOW)) == "changed_meanwhile"
    assert not may(db, floor, NOW.replace(hour=11))


@pytest.mark.parametrize(
    ("plan", "wrong"),
    [
        (replace(PLAN, opens=time(22), closes=time(23)), "hours_wider_than_law"),
        (replace(PLAN, closes=None), "hours_half_set"),
        (replace(PLAN, max_attempts=0), "attempts_wrong"),
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_not_saved(
    db: Database, floor: Floor, admin: UUID, plan: CallPlan, wrong: str
) -> None:
    assert because(change_call_plan(db, floor.campaign, plan, admin, seen="0", now=NOW)) == wrong
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Campaign, floor.campaign.id).max_attempts == 4


def test_a_share_is_set_once_for_those_who_saw_the_same(db: Database, floor: Floor, admin: UUID) -> None:
    assert change_share(db, floor.campaign.id, 3, admin, seen=1, now=NOW) is None
    assert because(change_share(db, floor.campaign.id, 4, admin, seen=1, now=NOW)) == "changed_meanwhile"
    assert because(change_share(db, floor.campaign.id, 0, admin, seen=3, now=NOW)) == "share_wrong"


def test_two_people_who_note_the_same_holiday_note_it_once(db: Database, floor: Floor, admin: UUID) -> None:
    holiday = HolidayRule("IN", None, date(2026, 11, 30), "Urs", "notice 4")
    assert note_place_rule(db, holiday, now=NOW, user_id=admin) is None
    assert because(note_place_rule(db, holiday, now=NOW, user_id=admin)) == "rule_known"
    with db.transaction(EVERYTHING) as session:
        (change,) = rule_changes(session, ["IN"])
    assert (change.subject, change.who, change.after["name"]) == (Subject.HOLIDAY, "Admin", "Urs")


def test_a_holiday_is_taken_back_and_a_day_that_is_over_is_not(db: Database, floor: Floor, admin: UUID) -> None:
    assert note_place_rule(db, HolidayRule("IN", None, TODAY, "Bandh", "call of the shops"), now=NOW) is None
    assert not may(db, floor, NOW)
    with db.transaction(EVERYTHING) as session:
        today, past = (
            session.scalars(select(CallingHoliday.id).where(CallingHoliday.day == day)).one()
            for day in (TODAY, date(2026, 10, 2))
        )
    assert end_place_rule(db, Subject.HOLIDAY, today, admin, jurisdiction="IN", now=NOW) is None
    assert may(db, floor, NOW)
    gone = end_place_rule(db, Subject.HOLIDAY, today, admin, jurisdiction="IN", now=NOW)
    over = end_place_rule(db, Subject.HOLIDAY, past, admin, jurisdiction="IN", now=NOW)
    assert (because(gone), because(over)) == ("rule_gone", "rule_over")


def test_an_outage_is_over_when_somebody_says_so_and_is_remembered(db: Database, floor: Floor, admin: UUID) -> None:
    cut = OutageRule(DISTRICT, NOW - timedelta(hours=2), None, "Network suspended", "Order 114")
    assert note_place_rule(db, cut, now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        outage_id = session.scalars(select(AreaOutage.id)).one()
    assert end_place_rule(db, Subject.OUTAGE, outage_id, admin, jurisdiction="IN", now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        assert standing_outages(session, now=NOW) == []
        assert session.get_one(AreaOutage, outage_id).ends_at == NOW, "calls made into it are still no attempts"


def test_a_rest_that_has_begun_ends_yesterday_and_one_to_come_goes(db: Database, floor: Floor, admin: UUID) -> None:
    for begins in (TODAY - timedelta(days=5), TODAY + timedelta(days=5)):
        rule = GapRule("IN", None, None, time(13), time(14), begins, None, "Noon", "custom")
        assert note_place_rule(db, rule, now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        stood, coming = session.scalars(select(CallingGap.id).where(CallingGap.name == "Noon").order_by("valid_from"))
    for gap_id in (stood, coming):
        assert end_place_rule(db, Subject.GAP, gap_id, admin, jurisdiction="IN", now=NOW) is None
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(CallingGap, stood).valid_to == TODAY - timedelta(days=1)
        assert session.get(CallingGap, coming) is None


def test_a_supervisor_changes_the_mode_of_a_running_campaign_and_the_change_is_on_record(
    db: Database, floor: Floor, admin: UUID
) -> None:
    assert change_placing(db, floor.campaign, PREDICTIVE, admin, seen="0", now=NOW) is None
    with db.transaction(Scope(floor.department.id)) as session:
        campaign = session.get_one(Campaign, floor.campaign.id)
        (change,) = rule_changes(session, [str(campaign.id)])
    assert placing_of(campaign) == PREDICTIVE
    assert (change.before["mode"], change.after["mode"]) == ("progressive", "predictive")
    assert because(change_placing(db, floor.campaign, PREDICTIVE, admin, seen="0", now=NOW)) == "changed_meanwhile"


@pytest.mark.parametrize(
    ("placing", "wrong"),
    [
        (replace(PREDICTIVE, abandon_cap=0.05), "abandoned_shares_wrong"),
        (replace(PREDICTIVE, abandon_target=0.0), "abandoned_shares_wrong"),
        (replace(PREDICTIVE, abandon_target=0.03, abandon_cap=0.02), "abandoned_shares_wrong"),
        (replace(PREDICTIVE, abandon_cap=float("nan")), "abandoned_shares_wrong"),
        (replace(PREDICTIVE, wrap_up_seconds=0), "clocks_wrong"),
        (replace(PREDICTIVE, preview_seconds=10**9), "clocks_wrong"),
    ],
)
def test_calls_are_never_placed_beyond_what_the_law_leaves(
    db: Database, floor: Floor, admin: UUID, placing: Placing, wrong: str
) -> None:
    assert because(change_placing(db, floor.campaign, placing, admin, seen="0", now=NOW)) == wrong
    with db.transaction(EVERYTHING) as session:
        assert session.get_one(Campaign, floor.campaign.id).mode is DialMode.PROGRESSIVE
