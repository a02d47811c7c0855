"""A sample takes exactly as many people as were asked for, no stratum is left out, and the weights add up to the list."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.lists.sampling import SamplePlan, Shares, StrataBy, Stratum, allocate
from campaigns.rules.refusals import Refusal

BLOCKS = {"Bandipora": 5_000, "Gurez": 120, "Hajin": 3_000, "Sumbal": 1_880}
strata = st.dictionaries(st.text(max_size=4), st.integers(1, 5_000), min_size=1, max_size=40)
ROOM = Decimal("1e-6")  # weights are kept to twelve places


def sizes(drawn: list[Stratum] | Refusal) -> dict[str, int]:
    assert isinstance(drawn, list), drawn
    return {stratum.name: stratum.drawn for stratum in drawn}


def by_block(shares: Shares = Shares.PROPORTIONAL, **more: object) -> SamplePlan:
    return SamplePlan("lot 7", StrataBy.BLOCK, shares, **more)  # type: ignore[arg-type]


@given(strata, st.sampled_from([Shares.PROPORTIONAL, Shares.EQUAL]), st.integers(0, 100_000), st.integers(1, 9))
def test_exactly_as_many_as_asked_and_never_more_than_a_stratum_has(
    people: dict[str, int], shares: Shares, asked: int, at_least: int
) -> None:
    listed, needed = sum(people.values()), sum(min(at_least, number) for number in people.values())
    drawn = allocate(by_block(shares, people=asked, at_least=at_least), people)
    if not needed <= asked <= listed:
        assert isinstance(drawn, Refusal)
        assert drawn.hint
        return
    assert sum(sizes(drawn).values()) == asked
    for stratum in drawn if isinstance(drawn, list) else ():
        assert min(at_least, stratum.people) <= stratum.drawn <= stratum.people == people[stratum.name]


@given(strata, st.sampled_from(Shares), st.data())
def test_weights_add_up_to_the_list(people: dict[str, int], shares: Shares, data: st.DataObject) -> None:
    if shares is Shares.OWN:
        plan = by_block(
            shares, sizes=data.draw(st.dictionaries(st.sampled_from(sorted(people)), st.integers(0, 9_000)))
        )
    else:
        plan = by_block(shares, people=data.draw(st.integers(len(people), sum(people.values()))))
    drawn = allocate(plan, people)
    assert isinstance(drawn, list)
    assert sum(Fraction(one.people, one.drawn) * one.drawn for one in drawn) == sum(people.values())
    assert abs(sum(one.weight * one.drawn for one in drawn) - sum(people.values())) < ROOM


@given(strata, st.integers(1, 100_000))
def test_a_proportional_share_is_a_fair_one_rounded_up_or_down(people: dict[str, int], asked: int) -> None:
    drawn = allocate(by_block(people=asked), people)
    listed = sum(people.values())
    if isinstance(drawn, Refusal) or any(one.people * asked < listed for one in drawn):
        return  # a stratum with a share below one still gives one person, which others make up for
    for one in drawn:
        assert abs(one.drawn - Fraction(one.people * asked, listed)) < 1


def test_a_proportional_sample_follows_the_people_of_each_block() -> None:
    assert sizes(allocate(by_block(people=1_000), BLOCKS)) == {
        "Bandipora": 500,
        "Gurez": 12,
        "Hajin": 300,
        "Sumbal": 188,
    }


def test_the_largest_remainder_gets_the_place_that_is_left() -> None:
    assert sizes(allocate(by_block(people=10), {"A": 47, "B": 35, "C": 18})) == {"A": 5, "B": 3, "C": 2}


def test_equal_remainders_go_by_name_so_that_the_sample_is_the_same_again() -> None:
    assert sizes(allocate(by_block(Shares.EQUAL, people=5), {"C": 9, "A": 9, "B": 9})) == {"A": 2, "B": 2, "C": 1}


def test_what_a_small_block_cannot_give_the_others_give() -> None:
    assert sizes(allocate(by_block(Shares.EQUAL, people=800), BLOCKS)) == {
        "Bandipora": 227,
        "Gurez": 120,
        "Hajin": 227,
        "Sumbal": 226,
    }


def test_a_small_block_gives_the_least_that_is_asked_of_each() -> None:
    drawn = sizes(allocate(by_block(people=1_000, at_least=50), BLOCKS))
    assert drawn["Gurez"] == 50
    assert sum(drawn.values()) == 1_000


def test_own_sizes_stand_within_what_a_block_has() -> None:
    plan = by_block(Shares.OWN, sizes={"Bandipora": 40, "Gurez": 500}, at_least=10)
    assert sizes(allocate(plan, BLOCKS)) == {"Bandipora": 40, "Gurez": 120, "Hajin": 10, "Sumbal": 10}


def test_per_cent_of_a_list_rounds_half_a_person_up() -> None:
    assert sizes(allocate(SamplePlan("1", per_cent=Decimal("2.5")), {"": 100})) == {"": 3}
    assert sizes(allocate(SamplePlan("1", per_cent=Decimal("0.1")), {"": 10_000})) == {"": 10}
    assert sizes(allocate(SamplePlan("1", per_cent=Decimal(100)), {"": 7})) == {"": 7}


def test_a_person_speaks_for_as_many_as_were_not_drawn_beside_her() -> None:
    drawn = allocate(SamplePlan("1", people=3), {"": 10})
    assert isinstance(drawn, list)
    assert drawn[0].weight == Decimal("3.333333333333")


@pytest.mark.parametrize(
    ("plan", "people", "because"),
    [
        (SamplePlan("1", people=5), {}, "nobody_to_draw"),
        (SamplePlan("1", people=11), {"": 10}, "sample_too_large"),
        (SamplePlan("1", people=0), {"": 10}, "sample_too_small"),
        (SamplePlan("1", per_cent=Decimal(101)), {"": 1_000}, "sample_too_large"),
        (SamplePlan("1", per_cent=Decimal("0.01")), {"": 10}, "sample_too_small"),
        (by_block(people=3), BLOCKS, "sample_too_small"),
        (by_block(people=100, at_least=40), BLOCKS, "sample_too_small"),
        (by_block(people=100, at_least=0), BLOCKS, "stratum_left_out"),
        (SamplePlan("1"), {"": 10}, "sample_size_missing"),
        (SamplePlan("1", people=2, per_cent=Decimal(5)), {"": 10}, "sample_size_missing"),
        (SamplePlan("", people=2), {"": 10}, "seed_wrong"),
        (SamplePlan("x" * 61, people=2), {"": 10}, "seed_wrong"),
        (SamplePlan("a\nb", people=2), {"": 10}, "seed_wrong"),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_refused_with_what_to_do(
    plan: SamplePlan, people: dict[str, int], because: str
) -> None:
    drawn = allocate(plan, people)
    assert isinstance(drawn, Refusal)
    assert drawn.because == because
    assert drawn.hint.endswith(".")


def test_thousands_of_blocks_are_shared_out_at_once() -> None:
    many = {f"block {number}": number % 97 + 1 for number in range(4_000)}
    assert sum(sizes(allocate(by_block(people=20_000), many)).values()) == 20_000
