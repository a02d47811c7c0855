"""Campaigns on one floor share the carrier's lines."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.carrier.fair_shares import Wish, fair_rooms

PENSION, HOUSING = uuid4(), uuid4()


def test_two_campaigns_share_what_is_free_and_a_bigger_share_gets_more() -> None:
    assert fair_rooms([Wish(PENSION, 1, 0, 50), Wish(HOUSING, 1, 0, 50)], 20) == {PENSION: 10, HOUSING: 10}
    assert fair_rooms([Wish(PENSION, 3, 0, 50), Wish(HOUSING, 1, 0, 50)], 20) == {PENSION: 15, HOUSING: 5}


def test_lines_that_one_does_not_want_go_to_the_other() -> None:
    assert fair_rooms([Wish(PENSION, 1, 0, 2), Wish(HOUSING, 1, 0, 50)], 20) == {PENSION: 2, HOUSING: 18}


def test_who_has_many_live_calls_waits_for_who_has_few() -> None:
    assert fair_rooms([Wish(PENSION, 1, 15, 50), Wish(HOUSING, 1, 0, 50)], 20) == {PENSION: 0, HOUSING: 5}


WISHES = st.lists(
    st.builds(Wish, st.uuids(), st.integers(1, 9), st.integers(0, 40), st.integers(0, 60)),
    max_size=6,
    unique_by=lambda wish: wish.campaign_id,
)


@given(WISHES, st.integers(0, 120))
def test_no_line_is_given_twice_or_left_while_somebody_wants_it(wishes: list[Wish], lines: int) -> None:
    rooms: dict[UUID, int] = fair_rooms(wishes, lines)
    free = max(0, lines - sum(wish.live for wish in wishes))
    assert sum(rooms.values()) == min(free, sum(wish.more for wish in wishes))
    assert all(0 <= rooms[wish.campaign_id] <= wish.more for wish in wishes)
