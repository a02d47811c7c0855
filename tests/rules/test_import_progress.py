"""Whoever waits for a list sees how much of it is read, how fast, and for how long she still waits."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.rules.lists.import_progress import ImportProgress, import_progress

BEGUN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def after(seconds: float, rows: int, expected: int | None) -> ImportProgress:
    return import_progress(rows=rows, expected=expected, begun_at=BEGUN, now=BEGUN + timedelta(seconds=seconds))


def test_a_quarter_of_a_list_in_ten_seconds_leaves_thirty() -> None:
    assert after(10, 25_000, 100_000) == ImportProgress(25_000, 100_000, 0.25, 2_500, timedelta(seconds=30))


@pytest.mark.parametrize("rows", [99_999, 100_000, 140_000])
def test_nothing_is_read_whole_before_its_end(rows: int) -> None:
    assert after(10, rows, 100_000).share == 0.99


def test_a_list_longer_than_expected_says_nothing_of_the_time_left() -> None:
    assert after(10, 140_000, 100_000).left is None


def test_before_the_first_row_there_is_a_share_and_no_speed() -> None:
    assert after(3, 0, 100_000) == ImportProgress(0, 100_000, 0.0)
    assert import_progress(rows=0, expected=None, begun_at=None, now=BEGUN) == ImportProgress(0)


def test_without_an_estimate_there_are_rows_and_their_speed() -> None:
    assert after(2, 5_000, None) == ImportProgress(5_000, None, None, 2_500, None)
