"""A rehearsal keeps every rule that the real dialler keeps, and every person of it ends in exactly one place."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.calling.answering_hours import Level, Tally
from campaigns.rules.calling.call_caps import Caps
from campaigns.rules.calling.calling_hours import Outage, may_call
from campaigns.rules.calling.day_parts import WORKDAY, DayPart
from campaigns.rules.calling.place_calendars import PlaceCalendar
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.outcomes import Outcome
from campaigns.rules.rehearsal.assumptions import Assumptions
from campaigns.rules.rehearsal.calendar import Hours
from campaigns.rules.rehearsal.limits import Limit, limited_by
from campaigns.rules.rehearsal.place_limits import place_limits
from campaigns.rules.rehearsal.predictive import rehearsed_run
from campaigns.rules.rehearsal.rehearse import rehearse, smaller
from campaigns.rules.rehearsal.report import Price, Whole, place_rows
from campaigns.rules.rehearsal.run import Run
from campaigns.rules.rehearsal.tally import Spent
from campaigns.rules.rehearsal.world import CarrierRoom, World
from tests.rules.given_rehearsed import HAJIN, NOW, RULES, SUMBAL, ZONE, a_world, some_people

MODES = st.sampled_from(list(DialMode))
SNOW = Outage(NOW + timedelta(hours=3), NOW + timedelta(days=2))
NOBODY_BOOKS = Assumptions(
    talks={Outcome.COMPLETED: 0.6, Outcome.WRONG_NUMBER: 0.1, Outcome.NOT_AVAILABLE: 0.2, Outcome.CUT_OFF: 0.1}
)  # a callback that she asked for outranks the caps
CAPS = Caps(calls_per_phone=2, calls_per_person=2)


def played(world: World, seed: int = 1) -> tuple[Run, list[tuple[datetime, int, int]]]:
    """Play a world through; every dial: when, whom, on which number."""
    dials: list[tuple[datetime, int, int]] = []
    run = rehearsed_run(
        world, seed=seed, observe=lambda at, case, number: dials.append((datetime.fromtimestamp(at, UTC), case, number))
    )
    run.run()
    return run, dials


@given(
    people=st.integers(1, 120), seed=st.integers(0, 9), mode=MODES, agents=st.integers(1, 14), days=st.integers(1, 12)
)
@settings(max_examples=20, deadline=None)
def test_every_person_ends_in_exactly_one_place(people: int, seed: int, mode: DialMode, agents: int, days: int) -> None:
    world = a_world(some_people(people, seed=seed), mode=mode, agents=agents, days=days)
    run, _ = played(world, seed)
    for place in run.tally.places:
        assert place.people == place.reached + place.unreachable + place.otherwise + place.waiting
    waiting = sum(place.waiting for place in run.tally.places)
    assert waiting == run.queue.size + run.live == len(list(run.queue.waiting())) + run.live
    assert sum(run.tally.outcomes.values()) == people - waiting == len(run.tally.done_at)


@given(seed=st.integers(0, 9), mode=MODES, begins=st.integers(7, 12), ends=st.integers(13, 23))
@settings(max_examples=8, deadline=None)
def test_nobody_is_called_outside_hours_on_holidays_in_gaps_or_in_an_outage(
    seed: int, mode: DialMode, begins: int, ends: int
) -> None:
    hours = Hours(RULES, PlaceCalendar(outages={"block:25": (SNOW,)}))
    people = some_people(120, seed=seed)
    _, dials = played(a_world(people, mode=mode, hours=hours, begins=time(begins), ends=time(ends)), seed)
    assert dials
    for at, case, _ in dials:
        assert may_call(hours.of(people.places[people.place[case]]), now=at) is None
        assert begins <= at.astimezone(ZONE).hour < ends


@given(seed=st.integers(0, 9), mode=MODES)
@settings(max_examples=8, deadline=None)
def test_no_phone_and_no_person_is_rung_above_a_cap_or_before_the_gap_is_over(seed: int, mode: DialMode) -> None:
    people = some_people(120, seed=seed, numbers=50)
    _, dials = played(a_world(people, mode=mode, caps=CAPS, assumptions=NOBODY_BOOKS), seed)
    asked, last = Counter[tuple[str, int, int]](), dict[int, datetime]()
    for at, case, number in sorted(dials):
        day = at.astimezone(ZONE).toordinal()
        asked["phone", number, day] += 1
        asked["person", case, day] += 1
        assert number not in last or at - last[number] >= CAPS.gap
        last[number] = at
    assert max(asked.values()) == 2


@pytest.mark.parametrize("mode", list(DialMode))
def test_the_same_seed_plays_the_same_campaign(mode: DialMode) -> None:
    runs = [played(a_world(some_people(150), mode=mode), seed=4)[1] for _ in range(2)]
    assert runs[0] == runs[1]
    assert runs[0] != played(a_world(some_people(150), mode=mode), seed=5)[1]


def test_nobody_is_tried_more_often_than_the_plan_says() -> None:
    people = some_people(200, numbers=10_000)
    run, dials = played(a_world(people))
    calls = Counter((case, number) for _, case, number in dials)
    assert max(calls.values()) <= 12
    assert sum(place.unreachable for place in run.tally.places) > 0


def test_predictive_mode_keeps_its_cap_and_its_agents_busier() -> None:
    people, day = some_people(5_000, numbers=10_000), {"agents": 30, "days": 1, "ends": time(13)}
    progressive, _ = played(a_world(people.copy(), **day))
    predictive, _ = played(a_world(people, mode=DialMode.PREDICTIVE, exact_seconds=3_600, **day))
    busy = [run.tally.days[0].spent[Spent.TALK] for run in (progressive, predictive)]
    assert busy[1] > 1.04 * busy[0]
    answered = sum(place.answered for place in predictive.tally.places)
    abandoned = sum(place.abandoned for place in predictive.tally.places)
    assert 0 < abandoned <= 0.03 * answered
    assert sum(place.abandoned for place in progressive.tally.places) == 0


def test_a_small_floor_dials_progressively_in_predictive_mode_too() -> None:
    run, _ = played(a_world(some_people(200), agents=5, mode=DialMode.PREDICTIVE))
    assert sum(place.abandoned for place in run.tally.places) == 0
    assert run.tally.exact_seconds == 0


def test_many_agents_for_few_people_wait_for_the_next_attempts() -> None:
    run, _ = played(a_world(some_people(300), agents=60))
    assert limited_by(run.world, run.tally).limit is Limit.RETRY_PLAN


def test_few_agents_for_many_people_are_what_limits() -> None:
    run, _ = played(a_world(some_people(4_000), agents=5, days=5))
    assert limited_by(run.world, run.tally).limit is Limit.AGENTS


def test_a_slow_carrier_is_what_limits() -> None:
    run, _ = played(a_world(some_people(4_000), agents=40, days=4, carrier=CarrierRoom(0.05, 500, 1)))
    assert limited_by(run.world, run.tally).limit is Limit.CARRIER


def test_agents_who_sit_there_while_nobody_may_be_called_are_limited_by_the_hours() -> None:
    hours = Hours(replace(RULES, within=(time(10), time(13))), PlaceCalendar())
    run, _ = played(a_world(some_people(4_000), agents=10, days=4, hours=hours))
    assert limited_by(run.world, run.tally).limit is Limit.HOURS


def test_a_language_that_nobody_speaks_leaves_its_people_waiting() -> None:
    world = a_world(some_people(200), tongues=(frozenset({1}),))
    run, dials = played(world)
    assert {world.people.language[case] for _, case, _ in dials} == {1}
    limit = limited_by(world, run.tally)
    assert (limit.limit, limit.languages) == (Limit.LANGUAGE, ("ks",))
    assert limit.people == sum(place.waiting for place in run.tally.places)
    assert place_limits(world, run.tally) == [Limit.LANGUAGE, Limit.LANGUAGE]


def test_each_block_has_the_limit_that_holds_it_and_a_district_that_of_most_of_its_people() -> None:
    shut = Outage(NOW - timedelta(days=1), NOW + timedelta(days=3))
    hours = Hours(RULES, PlaceCalendar(outages={SUMBAL.block or "": (shut,)}))
    run, _ = played(a_world(some_people(600), agents=1, days=6, hours=hours))
    assert place_limits(run.world, run.tally) == [Limit.AGENTS, Limit.PLACES]
    held = {
        row["area"]: row["limit"] for row in place_rows(run.world, run.tally, Whole(1.0, Price(1.0, 0.5, "INR", "")))
    }
    most = max(zip((HAJIN.block, SUMBAL.block), run.tally.places, strict=True), key=lambda one: one[1].people)[0]
    assert held[HAJIN.district] == held[most]


def test_learned_hours_ring_people_when_they_answer() -> None:
    people = some_people(1_000)
    fixed, _ = played(a_world(people.copy()))
    learned, _ = played(a_world(people, learned_hours=True))
    reached = [sum(place.reached for place in run.tally.places) for run in (fixed, learned)]
    assert reached[1] > 0.97 * reached[0]


def test_where_places_were_heard_to_have_hours_of_their_own_learned_hours_reach_more_with_fewer_calls() -> None:
    often, seldom = Tally(600, 450), Tally(600, 120)
    parts = {HAJIN.block: DayPart.EVENING, SUMBAL.block: DayPart.LATE_MORNING}
    blocks = {block: {part: often if part is best else seldom for part in WORKDAY} for block, best in parts.items()}
    answered = {Level.CAMPAIGN: {"": dict.fromkeys(WORKDAY, Tally(2_400, 900))}, Level.BLOCK: blocks}
    people, more = some_people(1_000), {"answered": answered, "ends": time(20), "days": 6}
    runs = [played(a_world(people.copy(), learned_hours=learned, **more))[0] for learned in (False, True)]
    fixed, learned = (
        [sum(p.reached for p in run.tally.places), sum(p.calls for p in run.tally.places)] for run in runs
    )
    assert learned[0] > 1.02 * fixed[0]
    assert learned[1] < fixed[1]


def test_the_report_adds_up_and_says_what_more_agents_would_change() -> None:
    found = rehearse(a_world(some_people(4_000), agents=4, days=30), Whole(2.0, Price(1.0, 0.5, "INR", "tariff")))
    assert found["people"] == 8_000
    blocks = [row for row in found["places"] if row["level"] == "block"]
    assert {row["area"] for row in blocks} == {HAJIN.block, SUMBAL.block}
    for name in ("people", "calls", "reached", "waiting"):
        assert sum(row[name] for row in blocks) == pytest.approx(found["total"][name], abs=2)
    assert found["total"]["cost"] == found["total"]["calls"] * 0.5 + found["total"]["minutes"]
    assert found["limit"]["because"] == "agents"
    assert found["limit"]["after"] < found["limit"]["before"]
    assert sum(day["calls"] for day in found["days"]) == pytest.approx(found["total"]["calls"], abs=len(found["days"]))


def test_a_smaller_world_has_as_much_of_everything() -> None:
    side = smaller(a_world(some_people(40_000, numbers=80_000), agents=60))
    assert side.world.plan.agents == round(60 * side.share)
    assert len(side.world.people) == pytest.approx(40_000 * side.share, rel=0.05)
    assert side.world.carrier.per_second == pytest.approx(20 * side.share)


def test_predictive_mode_keeps_its_cap_on_a_floor_of_two_languages() -> None:
    people = some_people(5_000, numbers=10_000)
    tongues = (frozenset({1}), frozenset({1, 2}))
    more = {"mode": DialMode.PREDICTIVE, "exact_seconds": 3_600, "agents": 30, "days": 1, "ends": time(13)}
    run, dials = played(a_world(people, tongues=tongues, **more))
    answered = sum(place.answered for place in run.tally.places)
    abandoned = sum(place.abandoned for place in run.tally.places)
    assert {people.language[case] for _, case, _ in dials} == {1, 2}
    assert abandoned <= 0.03 * answered + 1
