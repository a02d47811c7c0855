"""A row in another encoding than its file is found, whatever it was read as; names as they are written never are."""

import pytest

from campaigns.rules.lists.garbled_letters import is_garbled, may_be_garbled

NAMES = ("غلام نبی بٹ", "ڈاکٹر ظہور احمد طاہر", "रामेश्वर प्रसाद", "مشتاق علی „صاحب“")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("read_as", ["cp1252", "cp1256", "latin-1"])
def test_a_name_read_in_a_wrong_encoding_is_garbled(name: str, read_as: str) -> None:
    shown = name.encode().decode(read_as, errors="replace")
    assert is_garbled(shown)
    assert may_be_garbled(f"Ghulam Nabi|{shown}")


def test_a_row_of_windows_1256_in_a_file_of_utf_8_is_garbled() -> None:
    shown = "غلام نبی".encode("cp1256", errors="ignore").decode("utf-8", errors="replace")
    assert is_garbled(shown)
    assert may_be_garbled(shown)


@pytest.mark.parametrize("name", [*NAMES, "Åse Øst", "José à la carte", "Ramesh", "Àéî Ùna"])
def test_a_name_as_it_is_written_is_not(name: str) -> None:
    assert not is_garbled(name)
