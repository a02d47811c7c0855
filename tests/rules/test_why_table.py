"""The table of why a campaign is not dialling says nothing else than its sentence, and nothing less."""

from dataclasses import replace
from typing import Any

import pytest

from campaigns.rules.agent_states import AgentStatus
from campaigns.rules.floor.obstacles import Obstacle
from campaigns.rules.floor.why_not_dialling import why_not_dialling
from campaigns.rules.floor.why_table import OF_OBSTACLE, Besides, Line, why_table
from campaigns.rules.pacing_fallback import Fallback
from tests.rules.test_why_not_dialling import DIALS, HINDERED, LATER


def test_every_obstacle_has_its_line() -> None:
    assert set(OF_OBSTACLE) == set(Obstacle)


@pytest.mark.parametrize(("change", "obstacle"), HINDERED)
def test_the_line_of_the_sentence_is_marked(change: dict[str, Any], obstacle: Obstacle) -> None:
    facts = replace(DIALS, **change)
    told = why_not_dialling(facts)
    assert told is not None
    assert told.obstacle is obstacle
    standing = {line.line for line in why_table(facts, Besides()) if line.stands}
    assert OF_OBSTACLE[obstacle] in standing


def test_nothing_is_marked_where_it_dials() -> None:
    assert [line.line for line in why_table(DIALS, Besides()) if line.stands] == []


def test_a_desk_whose_link_is_down_is_not_on_break() -> None:
    facts = replace(DIALS, agents={AgentStatus.PAUSED: 4}, links_down=3)
    lines = {line.line: line for line in why_table(facts, Besides())}
    assert (lines[Line.SILENT].count, lines[Line.ON_BREAK].count) == (3, 1)
    told = why_not_dialling(facts)
    assert told is not None
    assert (told.numbers["silent"], told.numbers["on_break"]) == (3, 1)


def test_counts_moments_and_words_stand_beside_their_lines() -> None:
    facts = replace(
        DIALS,
        due_unspoken=4,
        unspoken=("doi",),
        due_resting=2,
        due_owner_away=3,
        unreached=7,
        lines=10,
        lines_taken=6,
        closed_because="outside_hours",
        opens_at=LATER,
    )
    lines = {line.line: line for line in why_table(facts, Besides(Fallback.AT_THE_CAP, later=40))}
    assert set(lines) == set(Line)
    assert (lines[Line.UNSPOKEN].count, lines[Line.UNSPOKEN].words) == (4, ("doi",))
    assert (lines[Line.HOURS].until, lines[Line.HOURS].because) == (LATER, "outside_hours")
    assert lines[Line.AHEAD].because == "at_the_cap"
    assert lines[Line.LINES].count == 4
    assert (lines[Line.OWNER_AWAY].count, lines[Line.USED_UP].count) == (3, 7)
    assert (lines[Line.OPEN].count, lines[Line.DUE].count, lines[Line.LATER].count) == (60, 20, 40)
    talking = why_table(replace(facts, queued=57), Besides(due=17, later=40))
    assert [line.count for line in talking if line.line in (Line.DUE, Line.LATER, Line.IN_CALL)] == [17, 40, 3]
