"""What an officer chooses on the columns page is what the list is read by."""

from werkzeug.datastructures import MultiDict

from agent_ui.lists.column_form import chosen_columns, field_choices, file_columns, letters
from agent_ui.lists.upload_pages import plain_name
from campaigns.rules.columns import ColumnMap

SAMPLE = [["Name", "Mobile", "", "Aadhaar", "Bank"], ["Fata", "9419012345", "x", "XXXX1234", "JK"]]
FILE = file_columns(SAMPLE)
GUESS = ColumnMap(header_row=2, name=0, phones=(1,), identity=(3,))


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [column.label for column in FILE] == ["A · Name", "B · Mobile", "C", "D · Aadhaar", "E · Bank"]
    assert [letters(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


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


def test_the_guess_is_marked_only_while_it_is_one() -> None:
    assert [field.name for field in field_choices(GUESS, FILE, guessed=True) if field.guessed] == ["name", "phone_1"]
    assert not any(field.guessed for field in field_choices(GUESS, FILE, guessed=False))


def test_a_file_is_called_by_its_plain_name() -> None:
    assert plain_name("C:\\office\\people\x00 list.xlsx") == "people list.xlsx"
    assert plain_name("../../etc/") == "list"
    assert len(plain_name("x" * 500 + ".csv")) == 150
