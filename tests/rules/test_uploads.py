"""What may be sent of a file, piece by piece, and what is said to whoever sends something else."""

import pytest

from campaigns.rules.lists.uploads import (
    LEAST_IN_CHUNK,
    MOST_AT_ONCE,
    OfferedFile,
    WrongOffset,
    refuse_chunk,
    refuse_file,
    share,
)

FILE = OfferedFile("people.csv", 5_000_000, 10_000_000, last_modified="1764000000", edges="abc")


def test_the_same_file_has_the_same_mark_and_no_other_has_it() -> None:
    others = [
        OfferedFile("people.csv", 5_000_000, 10_000_000, last_modified="1764000001", edges="abc"),
        OfferedFile("people.csv", 5_000_000, 10_000_000, last_modified="1764000000", edges="xyz"),
        OfferedFile("people.csv", 5_000_001, 10_000_000, last_modified="1764000000", edges="abc"),
        OfferedFile("people2.csv", 5_000_000, 10_000_000, last_modified="1764000000", edges="abc"),
    ]
    same = OfferedFile("people.csv", 5_000_000, 20_000_000, last_modified="1764000000", edges="abc")
    assert same.mark == FILE.mark
    assert len({FILE.mark, *(other.mark for other in others)}) == 5


@pytest.mark.parametrize(
    ("size", "begun", "because"),
    [(0, 0, "empty"), (10_000_001, 0, "too_big"), (1, MOST_AT_ONCE, "too_many_uploads"), (1, MOST_AT_ONCE - 1, None)],
)
def test_a_file_is_refused_before_it_is_sent(size: int, begun: int, because: str | None) -> None:
    refusal = refuse_file(OfferedFile("people.csv", size, 10_000_000), begun=begun)
    assert (refusal and refusal.because) == because
    assert refusal is None or refusal.hint.endswith(".")


@pytest.mark.parametrize(
    ("offset", "size", "because"),
    [
        (40_000, 20_000, None),
        (90_000, 20_000, "wrong_offset"),
        (0, 20_000, "wrong_offset"),
        (40_000, 60_001, "beyond_the_end"),
        (40_000, LEAST_IN_CHUNK - 1, "chunk_too_small"),
        (40_000, LEAST_IN_CHUNK, None),
        (40_000, 60_000, None),
    ],
)
def test_only_the_next_chunk_is_taken(offset: int, size: int, because: str | None) -> None:
    refusal = refuse_chunk(offset, size, received=40_000, whole=100_000)
    assert (refusal and refusal.because) == because
    assert not isinstance(refusal, WrongOffset) or refusal.offset == 40_000


def test_the_last_chunk_may_be_small() -> None:
    assert refuse_chunk(99_999, 1, received=99_999, whole=100_000) is None


def test_a_file_is_not_here_whole_before_its_last_byte() -> None:
    assert [share(part, 1_000_000) for part in (0, 500_000, 999_999, 1_000_000)] == [0, 0.5, 0.99, 1]
