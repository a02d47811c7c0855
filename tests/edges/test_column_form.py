"""What an officer chooses on the columns page is what the list is read by."""

from werkzeug.datastructures import MultiDict

from agent_ui.lists.column_form import chosen_columns, field_choices, file_columns
from agent_ui.lists.file_names import plain_name
from campaigns.rules.lists.column_doubts import Doubt
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.reading import Reading

SAMPLE = [["Name", "Mobile", "", "Aadhaar", "Bank"], ["Fata", "9419012345", "x", "XXXX1234", "JK"]]
FILE = file_columns(SAMPLE)
GUESS = ColumnMap(header_row=2, name=0, phones=(1,), identity=(3,))


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [column.label for column in FILE] == ["A · Name", "B · Mobile", "C", "D · Aadhaar", "E · Bank"]


def test_phones_are_kept_in_the_order_chosen_and_once() -> None:
    written = MultiDict({"name": "0", "phone_1": "2", "phone_2": "1", "phone_3": "2"})
    chosen = chosen_columns(written, GUESS, FILE)
    assert (chosen.header_row, chosen.name, chosen.phones, chosen.identity) == (2, 0, (2, 1), (3,))


def test_only_ticked_columns_are_kept_for_the_script_and_none_that_is_used() -> None:
    written = MultiDict([("name", "0"), ("phone_1", "1"), ("extra", "4"), ("extra", "1"), ("extra", "99")])
    assert chosen_columns(written, GUESS, FILE).extra == (4,)


def test_what_is_no_column_of_the_file_is_nothing() -> None:
    written = MultiDict({"name": "99", "phone_1": "-1", "state": "١٢٣٤٥", "block": "x"})
    chosen = chosen_columns(written, GUESS, FILE)
    assert (chosen.name, chosen.phones, chosen.state, chosen.block) == (None, (), None, None)


def marks(reading: Reading | None) -> dict[str, str | None]:
    return {field.name: field.mark for field in field_choices(GUESS, FILE, reading) if field.chosen}


def test_the_guess_is_marked_only_while_it_is_one() -> None:
    assert marks(Reading()) == {"name": "guessed", "phone_1": "guessed"}
    assert marks(Reading(remembered=True)) == {"name": "remembered", "phone_1": "remembered"}
    assert marks(None) == {"name": None, "phone_1": None}


def test_a_column_that_holds_something_else_than_its_heading_says_is_asked_and_not_chosen() -> None:
    reading = Reading(doubts={0: [Doubt.NOT_NAMES], 1: [Doubt.OLD_FONT]})
    name, phone, *_ = field_choices(GUESS, FILE, reading)
    assert (name.chosen, phone.chosen) == (None, FILE[1])
    assert name.doubt is not None
    assert "A · Name" in name.doubt
    assert phone.doubt is None


def test_there_is_room_for_one_phone_more_than_the_file_has() -> None:
    for phones, shown in (((), 3), ((1,), 3), ((1, 2, 3), 4), ((1, 2, 3, 4, 0), 6)):
        fields = field_choices(ColumnMap(phones=phones), FILE, None)
        assert sum(field.name.startswith("phone_") for field in fields) == shown


def test_only_a_ticked_column_is_read_as_an_old_font() -> None:
    written = MultiDict([("name", "0"), ("phone_1", "1"), ("old_font", "0"), ("old_font", "77"), ("old_font", "x")])
    assert chosen_columns(written, GUESS, FILE).old_font == (0,)
    assert chosen_columns(MultiDict({"name": "0"}), chosen_columns(written, GUESS, FILE), FILE).old_font == ()


def test_a_file_is_called_by_its_plain_name() -> None:
    assert plain_name("C:\\office\\people\x00 list.xlsx") == "people list.xlsx"
    assert plain_name("../../etc/") == "list"
    assert len(plain_name("x" * 500 + ".csv")) == 150
