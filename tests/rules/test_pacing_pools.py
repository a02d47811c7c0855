"""A floor of several languages: who is counted on for whom."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.campaign_states import DialMode
from campaigns.rules.pacing import Floor, calls_to_place
from campaigns.rules.pacing_learning import nothing_learned
from campaigns.rules.pacing_pools import ANY, AgentSeen, CallSeen, DaySoFar, language_pools, pool_sees

DAY = DaySoFar(answered=500, abandoned=1, cap=0.03, seconds_left=7200.0)
COLD = nothing_learned(0.03)
SPOKEN = ("ks", "ur", "hi")


def agent(number: int, *languages: str, status: AgentStatus = AgentStatus.READY) -> AgentSeen:
    return AgentSeen(number, status, 20.0, frozenset(languages), ready=status is AgentStatus.READY)


agents = st.lists(
    st.builds(
        AgentSeen,
        number=st.integers(0, 400),
        status=st.sampled_from([status for status in AgentStatus if status is not AgentStatus.SIGNED_OUT]),
        seconds=st.floats(0, 900),
        languages=st.frozensets(st.sampled_from(SPOKEN)),
    ),
    max_size=30,
)
calls = st.lists(
    st.builds(
        CallSeen, language=st.sampled_from([ANY, *SPOKEN]), seconds=st.floats(0, 200), waiting=st.sampled_from([False] * 9 + [True])
    ),
    max_size=40,
)  # fmt: skip


def test_languages_that_the_same_agents_speak_are_one_pool() -> None:
    floor = [agent(1, "ks", "ur", "hi"), agent(2, "ur", "hi"), agent(3, "ur", "hi")]
    pools = language_pools(floor, SPOKEN)
    assert [(pool.languages, len(pool.agents)) for pool in pools] == [(("ks",), 1), ((ANY, "hi", "ur"), 3)]


def test_a_language_that_nobody_speaks_has_no_pool() -> None:
    assert [pool.languages for pool in language_pools([agent(1, "ur")], SPOKEN)] == [(ANY, "ur")]
    assert language_pools([], SPOKEN) == []


def test_who_names_no_language_takes_any() -> None:
    (pool,) = language_pools([agent(1)], SPOKEN)
    assert pool.languages == (ANY, "hi", "ks", "ur")


def test_calls_of_another_language_come_to_the_share_of_its_speakers_who_speak_this_one_too() -> None:
    floor = [agent(1, "ks", "ur"), agent(2, "ur"), agent(3, "ur"), agent(4, "ur")]
    pools = language_pools(floor, ("ks", "ur"))
    ringing = [CallSeen("ur", 5.0), CallSeen("ur", 5.0), CallSeen("ks", 2.0)]
    seen = pool_sees(pools[0], pools, floor, ringing, DAY, COLD)
    assert (len(seen.ringing), [(each.share, len(each.ringing)) for each in seen.passing]) == (1, [(0.25, 2)])
    other = pool_sees(pools[1], pools, floor, ringing, DAY, COLD)
    assert (len(other.ringing), [(each.share, len(each.ringing)) for each in other.passing]) == (2, [(1.0, 1)])


def test_answered_people_who_wait_are_counted_where_they_may_go() -> None:
    floor = [agent(1, "ks", "ur"), agent(2, "ur"), agent(3, "ur")]
    pools = language_pools(floor, ("ks", "ur"))
    waiting = [CallSeen("ur", 5.0, waiting=True)]
    assert [pool_sees(pool, pools, floor, waiting, DAY, COLD).waiting for pool in pools] == [1, 1]


@pytest.mark.parametrize("status", [AgentStatus.PAUSED, AgentStatus.READY])
def test_only_talks_and_wrap_ups_are_forecast(status: AgentStatus) -> None:
    floor = [agent(1, "ur", status=status), agent(2, "ur", status=AgentStatus.WRAP_UP)]
    pools = language_pools(floor, ("ur",))
    assert pool_sees(pools[0], pools, floor, [], DAY, COLD).busy.agent.tolist() == [2]


def test_nobody_is_counted_on_who_becomes_free_after_an_answer() -> None:
    floor = [agent(number, status=AgentStatus.WRAP_UP) for number in range(40)]
    (pool,) = language_pools(floor, SPOKEN)
    seen = pool_sees(pool, [pool], floor, [], DAY, COLD)
    who_waits = replace(seen, busy=replace(seen.busy, in_time=2))
    at_once, waiting = (calls_to_place(Floor(DialMode.PREDICTIVE, 0, 500, one)) for one in (seen, who_waits))
    assert 0 < at_once < waiting


@settings(deadline=None)
@given(agents, calls)
def test_each_language_is_in_one_pool_of_exactly_its_speakers(floor: list[AgentSeen], ringing: list[CallSeen]) -> None:
    pools = language_pools(floor, SPOKEN)
    named = [language for pool in pools for language in pool.languages]
    assert len(named) == len(set(named))
    for pool in pools:
        for language in pool.languages:
            assert {at for at, each in enumerate(floor) if each.speaks(language)} == pool.agents
        seen = pool_sees(pool, pools, floor, ringing, DAY, COLD)
        mine = sum(call.language in pool.languages and not call.waiting for call in ringing)
        assert len(seen.ringing) == mine
        assert all(0 < each.share <= 1 for each in seen.passing)
        assert len(seen.busy.agent) + seen.reserved <= len(pool.agents)


@settings(deadline=None)
@given(agents, calls, st.integers(0, 30))
def test_no_pool_gets_more_than_the_room_whatever_rings(
    floor: list[AgentSeen], ringing: list[CallSeen], room: int
) -> None:
    pools = language_pools(floor, SPOKEN)
    for pool in pools:
        seen = replace(pool_sees(pool, pools, floor, ringing, DAY, COLD), fewest_agents=1)
        assert 0 <= calls_to_place(Floor(DialMode.PREDICTIVE, 3, room, seen)) <= room
