"""Down the whole tree nobody computes a small count back: what one tier hides stays hidden in the next."""

from collections import Counter

from campaigns.rules.accounts.account import Ending
from campaigns.rules.accounts.response_rates import Rate
from campaigns.rules.outcomes import Outcome
from campaigns.rules.reports.small_counts import FEWEST
from campaigns.rules.reports.tier_report import (
    PEOPLE,
    RATES_FROM,
    REFUSED,
    AreaName,
    Column,
    Hidden,
    careful_rate,
    hidden_in_tier,
    shown_row,
    small_in,
)
from campaigns.rules.reports.tiers import TierNumbers

REACHED, WAITING, UNREACHABLE = 0, 1, 2


def area(reached: int, waiting: int, unreachable: int, refused: int = 0) -> TierNumbers:
    ended = Counter(
        {
            (Ending.REACHED, Outcome.COMPLETED): reached - refused,
            (Ending.REACHED, Outcome.REFUSED): refused,
            (Ending.WAITING, Outcome.NOT_CALLED): waiting,
            (Ending.UNREACHABLE, Outcome.NO_ANSWER): unreachable,
        }
    )
    people = Counter[Outcome]()
    for (_, outcome), number in ended.items():
        people[outcome] += number
    return TierNumbers(people, ended)


def test_where_nothing_is_small_nothing_is_hidden() -> None:
    assert hidden_in_tier([area(30, 40, 50, 6), area(10, 20, 30, 5)]) == [frozenset(), frozenset()]
    assert small_in(area(30, 40, 50, 6)) == frozenset()


def test_a_small_count_takes_three_others_with_it() -> None:
    hides = hidden_in_tier([area(3, 40, 50), area(70, 30, 60)])
    assert [len(one - {REFUSED}) for one in hides] == [2, 2]
    assert all(REACHED in one for one in hides)


def test_refusals_are_hidden_with_those_reached() -> None:
    assert all(REFUSED in one for one in hidden_in_tier([area(3, 40, 50, 2), area(70, 30, 60, 20)]))


def test_few_refusals_are_hidden_though_many_were_reached() -> None:
    first, second = hidden_in_tier([area(30, 40, 50, 2), area(70, 30, 60, 20)])
    assert first == second == {REFUSED}


def test_what_the_tier_above_hides_of_an_area_stays_hidden_in_its_own_sums() -> None:
    district = area(33, 70, 90)
    hides = hidden_in_tier([district, area(3, 9, 11)])[0]
    assert hides
    blocks = hidden_in_tier([area(13, 30, 40), area(20, 40, 50)], hides)
    column = min(hides - {REFUSED})
    row = shown_row(AreaName("district:1", "district", "Here"), district, None, hides)
    assert row.columns[list(Column)[column]] is Hidden.BESIDE
    assert all(len(one) in (0, 1, 2) for one in blocks)


def test_an_area_of_few_people_is_hidden_whole() -> None:
    hides = hidden_in_tier([area(1, 1, 0), area(30, 40, 50)])
    assert PEOPLE in hides[0]
    assert PEOPLE in hides[1]


def test_no_rate_tells_one_small_count_from_another() -> None:
    for people in range(2, 3 * RATES_FROM):
        for counts in (range(1, FEWEST), range(people - FEWEST + 1, people)):
            assert len({careful_rate(Rate(part, people)) for part in counts}) <= 1, people


def test_rates_of_few_people_are_not_told() -> None:
    few, many = area(300, 40, 50), area(3000, 400, 500)
    name = AreaName("block:1", "block", "Here")
    assert shown_row(name, few, None, frozenset()).rr1 is None
    rate = shown_row(name, many, None, frozenset()).rr1
    assert rate is not None
    assert (rate.part, rate.whole) == (77, 100)
    exact = shown_row(name, few, None, None).rr1
    assert exact is not None
    assert (exact.part, exact.whole) == (300, 390)
