"""A supervisor's eye is led to the agents who may need her."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from campaigns.rules.agent_states import CHOSEN_REASONS, AgentStatus, PauseReason
from campaigns.rules.calling.local_day import local_day
from campaigns.rules.desk.breaks import USUAL_MINUTES, allowed_a_day, read_break_minutes
from campaigns.rules.floor.agents_in_need import Desk, Need, Patience, need_of
from campaigns.rules.refusals import Refusal

PATIENCE = Patience(wrap_up=timedelta(minutes=1), silence=timedelta(seconds=20))


def desk(status: AgentStatus, minutes: float, reason: PauseReason | None = None, silent: float = 0) -> Desk:
    """An agent so many minutes in her status, her desk so many seconds silent."""
    return Desk(status, reason, timedelta(minutes=minutes), timedelta(seconds=silent))


@pytest.mark.parametrize(
    ("agent", "need"),
    [
        (desk(AgentStatus.READY, 30), None),
        (desk(AgentStatus.READY, 1, silent=21), Need.LINK_DOWN),
        (desk(AgentStatus.PAUSED, 1, PauseReason.LINK_DOWN), Need.LINK_DOWN),
        (desk(AgentStatus.ON_CALL, 9), None),
        (replace(desk(AgentStatus.ON_CALL, 11), line_fell=True), Need.LINE_FELL),
        (desk(AgentStatus.ON_CALL, 11), Need.LONG_CALL),
        (desk(AgentStatus.WRAP_UP, 1), None),
        (desk(AgentStatus.WRAP_UP, 1.1), Need.LONG_WRAP_UP),
        (desk(AgentStatus.PAUSED, 0, PauseReason.WRAP_UP_OVER), Need.TAKEN_OFF),
        (desk(AgentStatus.PAUSED, 30, PauseReason.TEA), None),
        (desk(AgentStatus.PAUSED, 31, PauseReason.TEA), Need.BREAK_OVER),
        (desk(AgentStatus.PAUSED, 5, PauseReason.SIGNED_IN), None),
        (desk(AgentStatus.PAUSED, 6, PauseReason.SIGNED_IN), Need.BREAK_OVER),
        (desk(AgentStatus.PAUSED, 600), None),
    ],
)
def test_what_an_agent_may_need(agent: Desk, need: Need | None) -> None:
    assert need_of(agent, PATIENCE) is need


def test_who_asked_for_help_comes_before_all_others() -> None:
    asked = replace(desk(AgentStatus.ON_CALL, 20, silent=60), asked=True)
    assert need_of(asked, PATIENCE) is Need.ASKED
    assert next(iter(Need)) is Need.ASKED


@pytest.mark.parametrize(
    ("talks", "refused", "usual", "unusual"),
    [
        (7, 7, 0.1, False),
        (8, 2, 0.1, True),
        (20, 4, 0.1, False),
        (20, 6, 0.1, True),
        (20, 9, 0.25, False),
        (20, 10, 0.25, True),
    ],
)
def test_refusals_are_unusual_only_beside_those_of_the_whole_floor(
    talks: int, refused: int, usual: float, unusual: bool
) -> None:
    her = replace(desk(AgentStatus.READY, 1), talks=talks, refused=refused)
    need = need_of(her, replace(PATIENCE, refused_share=usual))
    assert (need is Need.REFUSALS) is unusual


def test_minutes_of_a_break_are_those_of_the_whole_day() -> None:
    tea = desk(AgentStatus.PAUSED, 6, PauseReason.TEA)
    assert need_of(replace(tea, break_before=timedelta(minutes=24)), PATIENCE) is None
    assert need_of(replace(tea, break_before=timedelta(minutes=25)), PATIENCE) is Need.BREAK_OVER


def test_every_break_that_can_be_chosen_has_its_minutes() -> None:
    assert set(CHOSEN_REASONS) == set(USUAL_MINUTES)


def test_an_operators_own_minutes_decide_when_a_break_is_over() -> None:
    own = replace(PATIENCE, breaks=allowed_a_day({"tea": 10}))
    assert need_of(desk(AgentStatus.PAUSED, 11, PauseReason.TEA), own) is Need.BREAK_OVER
    assert need_of(desk(AgentStatus.PAUSED, 44, PauseReason.LUNCH), own) is None, (
        "the usual minutes hold where it set none"
    )


def test_minutes_are_whole_and_fit_a_shift_and_an_empty_field_takes_the_usual_ones() -> None:
    assert read_break_minutes({"tea": " 10 ", "lunch": "", "prayer": "0", "wrap_up_over": "5"}) == {
        "tea": 10,
        "prayer": 0,
    }
    for wrong in ("-1", "7.5", "481", "9" * 400, "ten"):
        assert isinstance(read_break_minutes({"tea": wrong}), Refusal), wrong


def test_a_day_begins_where_the_called_people_live() -> None:
    late = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)  # already Tuesday in Kashmir
    day = local_day(ZoneInfo("Asia/Kolkata"), now=late)
    assert day.begins == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert day.ends - day.begins == timedelta(days=1)
    assert day.before.ends == day.begins


def test_a_day_may_have_twenty_three_hours() -> None:
    day = local_day(ZoneInfo("Europe/Berlin"), now=datetime(2026, 3, 29, 12, 0, tzinfo=UTC))
    assert day.ends.astimezone(UTC) - day.begins.astimezone(UTC) == timedelta(hours=23)
