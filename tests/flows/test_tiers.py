"""The tiers of a campaign count its people exactly, at any moment, and as its account does."""

import random
import re
from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import text, update

from campaigns.accounts.draw_account import draw_account
from campaigns.reports.count_campaigns_anew import count_campaigns_anew
from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.drawn_account import Account, Place, Tier
from campaigns.rules.accounts.response_rates import says_most
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.case_groups import GroupKind
from campaigns.rules.reports.tiers import TierNumbers, count_tier, count_tiers
from campaigns.set_up.load_areas import load_areas
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import BeneficiaryList, Call, Case
from campaigns.store.totals.case_folding import fold_changes
from campaigns.store.totals.case_totals import tier_cells, whole_cells
from campaigns.store.totals.counting_anew import campaigns_counted_wrong
from campaigns.store.totals.reached_places import reached_places
from tests.given_floor import DISTRICT, NOW, PATTAN, SOPORE, STATE, Floor, given_areas, given_floor

OTHER_DISTRICT, GUREZ = "district:8", "block:24@8"
BLOCKS = (PATTAN, SOPORE, GUREZ, None)


@pytest.fixture
def floor(db: Database) -> Floor:
    """Two districts of a state with three blocks, and two lists."""
    with db.transaction(EVERYTHING) as session:
        given_areas(session)
        for id_, level, name, parent in (
            (OTHER_DISTRICT, "district", "Kupwara", STATE),
            (GUREZ, "block", "Gurez", OTHER_DISTRICT),
        ):
            session.execute(
                text(
                    "INSERT INTO areas (id, country, level, code, name, folded_name, parent_id)"
                    " VALUES (:id, 'IN', :level, :id, :name, lower(:name), :parent)"
                ),
                {"id": id_, "level": level, "name": name, "parent": parent},
            )
        floor = given_floor(session)
        for name in ("first.csv", "second.csv"):
            floor.list(session, name)
    return floor


def people_of(db: Database, floor: Floor, number: int, chance: random.Random) -> list[UUID]:
    """So many people, each on one of the lists, in one of the blocks or none."""
    with db.transaction(EVERYTHING) as session:
        lists = [session.get_one(BeneficiaryList, one.id) for one in floor.lists]
        made = []
        for _ in range(number):
            block = chance.choice(BLOCKS)
            more = {"district_id": OTHER_DISTRICT} if block == GUREZ else {}
            case = floor.person(session, chance.choice(lists), block, gender=chance.choice(["female", "male", None]))
            for name, value in more.items():
                setattr(case, name, value)
            made.append(case.id)
    return made


def something_happens(db: Database, floor: Floor, case_id: UUID, chance: random.Random) -> None:
    """A call, an outcome, an outcome taken back, a move to another block, a list that is withdrawn."""
    with db.transaction(EVERYTHING) as session:
        case = session.get_one(Case, case_id)
        match chance.randrange(6):
            case 0 | 1 | 2:
                outcome = chance.choice(list(Outcome))
                floor.call(session, case, outcome, sent_at=chance.choice([NOW, NOW, None]))
                case.status = chance.choice(list(CaseStatus))
                case.outcome = chance.choice([outcome, outcome, None])
                case.reached = case.reached or chance.random() < 0.4
            case 3:
                taken_back = update(Call).where(Call.case_id == case_id)
                session.execute(taken_back.values(outcome=chance.choice([None, Outcome.BUSY, Outcome.CALL_LATER])))
            case 4:
                case.block_id, case.district_id = chance.choice([(PATTAN, DISTRICT), (GUREZ, OTHER_DISTRICT)])
                case.age_band = "60_74"
            case _:
                one = session.get_one(BeneficiaryList, chance.choice(floor.lists).id)
                one.status = chance.choice([ListStatus.WITHDRAWN, ListStatus.APPROVED])


def tiers_below(db: Database, floor: Floor, area_id: str | None) -> dict[str, TierNumbers]:
    with db.transaction(Scope(floor.department.id)) as session:
        return count_tiers((cell.area, cell.cases) for cell in tier_cells(session, floor.campaign.id, area_id))


def _area(place: Place, tier: Tier) -> str | None:
    area = place.area(tier)
    return area.id if area else None


def without_details(account: Account) -> dict[Ending, int]:
    """The endings of people, rows that were never theirs left out."""
    return {ending: number for ending, number in account.whole.endings.items() if number}


def assert_groups_agree(db: Database, floor: Floor, reached: int, called_for: int) -> None:
    """People by gender add up to everybody, reached and to be reached, whether they were added up already or not."""
    with db.transaction(Scope(floor.department.id)) as session:
        cells = whole_cells(session, floor.campaign.id, None, kinds=[GroupKind.GENDER])
        groups = count_tiers((cell.value, cell.cases) for cell in cells)
        places = [*reached_places(session, floor.campaign.id, None)]
    assert sum(numbers.reached for numbers in groups.values()) == reached
    assert sum(numbers.called_for for numbers in groups.values()) == called_for == sum(one.called_for for one in places)
    assert sum(one.reached for one in places) == reached


@pytest.mark.parametrize("seed", range(4))
def test_tiers_and_account_agree_whatever_happens_and_whenever_notes_are_added_up(
    db: Database, floor: Floor, seed: int
) -> None:
    chance = random.Random(seed)
    cases = people_of(db, floor, 25, chance)
    for event in range(60):
        something_happens(db, floor, chance.choice(cases), chance)
        if event % 20 == 10:
            with db.transaction(EVERYTHING) as session:
                fold_changes(session, limit=chance.choice([1, 7, 1000]))
        if event % 12:
            continue
        with draw_account(db, Scope(floor.department.id), floor.campaign.id, now=NOW) as account:
            assert isinstance(account, Account)
            whole = tiers_below(db, floor, None)
            state = whole[STATE]
            unplaced = whole.get("", count_tier(()))
            assert state.people + unplaced.people == Counter(account.whole.people)
            ended = {ending: state.number(ending) + unplaced.number(ending) for ending in Ending}
            assert {ending: number for ending, number in ended.items() if number} == without_details(account)
            districts = tiers_below(db, floor, STATE)
            by_account = {_area(one.place, Tier.DISTRICT): one.tally for one in account.tiers[Tier.DISTRICT]}
            for district, numbers in districts.items():
                assert numbers.people == Counter(by_account[district].people)
            assert_groups_agree(db, floor, state.reached + unplaced.reached, state.called_for + unplaced.called_for)
            blocks = tiers_below(db, floor, DISTRICT)
            assert sum((one.people for one in blocks.values()), start=Counter[Outcome]()) == districts[DISTRICT].people
    with db.transaction(EVERYTHING) as session:
        assert campaigns_counted_wrong(session) == set()
        assert fold_changes(session, limit=10_000) > 0
        assert campaigns_counted_wrong(session) == set()


def test_a_count_that_is_wrong_is_found_and_counted_anew(db: Database, floor: Floor) -> None:
    chance = random.Random(1)
    (case_id, *_) = people_of(db, floor, 3, chance)
    with db.transaction(EVERYTHING) as session:
        fold_changes(session, limit=10)
        session.execute(text("UPDATE case_totals SET number = number + 1 WHERE kind = 'all'"))
        assert campaigns_counted_wrong(session) == {floor.campaign.id}
    something_happens(db, floor, case_id, chance)
    before = tiers_below(db, floor, None)
    assert count_campaigns_anew(db) == {floor.campaign.id: True}
    with db.transaction(EVERYTHING) as session:
        assert campaigns_counted_wrong(session) == set()
        fold_changes(session, limit=100)
        assert campaigns_counted_wrong(session) == set()
    after = tiers_below(db, floor, None)
    assert sum(numbers.persons for numbers in after.values()) == 3
    assert sum(numbers.persons for numbers in before.values()) > 3
    assert count_campaigns_anew(db) == {}


def test_groups_add_up_to_everybody(db: Database, floor: Floor) -> None:
    people_of(db, floor, 20, random.Random(2))
    with db.transaction(EVERYTHING) as session:
        fold_changes(session, limit=10)
    with db.transaction(Scope(floor.department.id)) as session:
        genders = whole_cells(session, floor.campaign.id, None, kinds=[GroupKind.GENDER])
        groups = count_tiers((cell.value, cell.cases) for cell in genders)
        assert sum(place.called_for for place in reached_places(session, floor.campaign.id, None)) == 20
    assert sum(numbers.persons for numbers in groups.values()) == 20
    assert set(groups) == {"female", "male", ""}


def test_the_database_ranks_outcomes_as_the_rates_do(db: Database) -> None:
    with db.transaction(EVERYTHING) as session:
        kept = session.scalars(text("SELECT prosrc FROM pg_proc WHERE proname = 'keep_what_says_most'")).one()
    ranked = re.search(r"ARRAY\[(.*?)\]", kept, re.DOTALL)
    assert ranked
    assert re.findall(r"\w+", ranked[1]) == list(says_most())


def test_people_are_counted_below_the_division_in_which_their_district_lies_now(db: Database, floor: Floor) -> None:
    people_of(db, floor, 12, random.Random(3))
    with db.transaction(EVERYTHING) as session:
        fold_changes(session, limit=100)
    before = tiers_below(db, floor, STATE)
    assert set(before) >= {DISTRICT, OTHER_DISTRICT}
    load_areas(db)
    now = tiers_below(db, floor, STATE)
    assert {area.split(":")[0] for area in now} <= {"division", ""}
    assert sum(one.persons for one in now.values()) == sum(one.persons for one in before.values())
    with db.transaction(EVERYTHING) as session:
        assert campaigns_counted_wrong(session) == set()
        session.execute(text("UPDATE totals_below SET number = number + 1 WHERE kind = 'gender'"))
        assert campaigns_counted_wrong(session) == {floor.campaign.id}
        session.execute(text("UPDATE totals_below SET number = number - 1 WHERE kind = 'gender'"))
        session.execute(text("UPDATE place_totals SET waiting = waiting + 1"))
        assert campaigns_counted_wrong(session) == {floor.campaign.id}
