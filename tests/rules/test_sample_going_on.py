"""However people come and go, nobody who was drawn is dropped, every group is spoken for, and the weights add up."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.lists.sample_going_on import Met, go_on, group_of, seed_of_round
from campaigns.rules.lists.sampling import LONGEST_SEED, Stratum

GROUPS = st.sampled_from(["", "female", "male", "block:6908@623"])
OLD = st.dictionaries(GROUPS, st.tuples(st.integers(1, 500), st.integers(1, 500)), min_size=1).map(
    lambda found: [Stratum(name, max(pair), min(pair)) for name, pair in found.items()]
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Stratum], list[Met]]:
    """The strata of an older sample, and who of them is still listed, with new people beside them."""
    before = draw(OLD)
    met = []
    for one in before:
        drawn = draw(st.integers(0, one.drawn))
        others = draw(st.integers(0, one.people - one.drawn))
        if drawn:  # a group of which nobody drawn is left counts as new
            met.append(Met(one.name, is_new=False, people=drawn + others, drawn=drawn))
    new = draw(st.dictionaries(GROUPS, st.integers(1, 500)))
    return before, met + [Met(f"2:{name}", is_new=True, people=people, drawn=0) for name, people in new.items()]


@given(lists(), st.integers(1, 5), st.booleans())
def test_the_weights_add_up_and_nobody_is_dropped(
    both: tuple[list[Stratum], list[Met]], at_least: int, everyone: bool
) -> None:
    before, met = both
    strata = go_on(met, before, at_least=at_least, everyone=everyone)
    listed = {one.name: one for one in met}
    assert sorted(listed) == [one.name for one in strata]
    for one in strata:
        assert 1 <= one.drawn <= one.people == listed[one.name].people
        assert one.drawn >= listed[one.name].drawn, "who was drawn stays"
        if not listed[one.name].is_new and not everyone:
            assert one.drawn == listed[one.name].drawn, "and nobody of her group comes to it"
    weighed = sum((one.weight * one.drawn for one in strata), Decimal(0))
    assert abs(weighed - sum(one.people for one in met)) < Decimal("0.000001")


@given(st.integers(1, 500), st.integers(1, 500), st.integers(1, 5000))
def test_new_people_have_the_chance_that_those_of_their_group_had(people: int, drawn: int, new: int) -> None:
    before = [Stratum("female", max(people, drawn), min(people, drawn)), Stratum("male", 100, 100)]
    (one,) = go_on([Met("2:female", is_new=True, people=new, drawn=0)], before, at_least=1, everyone=False)
    fair = new * before[0].drawn / before[0].people
    assert one.drawn == 1 or abs(one.drawn - fair) <= 0.5 + 1e-9


def test_a_group_that_was_not_there_before_is_drawn_at_the_share_of_all() -> None:
    before = [Stratum("female", 75, 15), Stratum("2:male", 25, 5)]
    (one,) = go_on([Met("3:other", is_new=True, people=50, drawn=0)], before, at_least=1, everyone=False)
    assert one.drawn == 10


def test_each_round_has_a_seed_of_its_own() -> None:
    assert seed_of_round("lot of 3 May", 2) == "lot of 3 May/2"
    assert seed_of_round("lot of 3 May/2", 3) == "lot of 3 May/3"
    assert len(seed_of_round("x" * LONGEST_SEED, 12)) == LONGEST_SEED
    assert (group_of("2:block:6908@623"), group_of("block:6908@623")) == ((2, "block:6908@623"), (1, "block:6908@623"))
