"""The demo's clock: it dials at any hour of the night, and its time never goes back."""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.clock import Clock
from workers.demo.live_floor import DemoWish, show_floor
from workers.environment import KASHMIR, Home, working_clock
from workers.home_lock import AlreadyRunningError
from workers.processes import Runner

WALLS = st.integers(1_767_225_600, 1_830_297_600).map(float)  # seconds of the years 2026 and 2027


@given(WALLS)
def test_a_demo_begins_in_working_hours_of_a_working_day(wall: float) -> None:
    shown = working_clock(None, wall=wall).at(wall).astimezone(KASHMIR)
    assert shown.weekday() < 4
    assert 10 <= shown.hour < 17


@given(WALLS, st.floats(0, 40 * 86_400), st.sampled_from([1.0, 10.0]))
def test_the_next_demo_never_goes_back_in_time(wall: float, later: float, speed: float) -> None:
    first = working_clock(None, wall=wall, speed=speed)
    second = working_clock(first, wall=wall + later)
    assert second.at(wall + later) >= first.at(wall + later)


def test_a_demo_in_the_evening_begins_the_next_morning() -> None:
    thursday_night = datetime(2026, 11, 26, 23, 0, tzinfo=KASHMIR)
    shown = working_clock(None, wall=thursday_night.timestamp()).at(thursday_night.timestamp())
    assert shown == datetime(2026, 11, 30, 10, 0, tzinfo=KASHMIR)


def test_ports_secret_and_clock_are_kept_for_the_next_start(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    clock = working_clock(None, wall=1_800_000_000.0, speed=3.0)
    home.set_clock(clock)
    again = Home(tmp_path / "home")
    assert home.ports() == again.ports()
    assert home.secret() == again.secret()
    assert again.clock() == clock
    assert (home.folder / "secret").stat().st_mode & 0o077 == 0


def test_a_floor_at_work_keeps_its_ports_and_its_clock_when_a_second_demo_is_started(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.set_clock(Clock(1.0, datetime(2026, 11, 24, 5, tzinfo=UTC), 1.0))
    before = home.ports(web=8000), home.clock()
    with closing(Runner(home.folder, {})) as floor:
        floor.open()
        with pytest.raises(AlreadyRunningError):
            show_floor(DemoWish(None, 10, 9000, 30.0, 7), home)
    assert (home.ports(), home.clock()) == before


def test_a_wished_port_stays_until_another_is_wished(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.ports(web=8123)["web"] == 8123
    assert home.ports()["web"] == 8123


@pytest.mark.parametrize("speed", [1.0, 10.0])
def test_the_clock_runs_at_its_speed(speed: float) -> None:
    clock = working_clock(None, wall=1_800_000_000.0, speed=speed)
    assert clock.at(1_800_000_060.0) - clock.at(1_800_000_000.0) == timedelta(minutes=speed)


def test_the_demos_day_is_no_holiday() -> None:
    republic_day = datetime(2027, 1, 26, 11, 0, tzinfo=KASHMIR)  # a Tuesday
    clock = working_clock(None, wall=republic_day.timestamp())
    assert clock.at(republic_day.timestamp()).astimezone(KASHMIR).date() == date(2027, 1, 27)
