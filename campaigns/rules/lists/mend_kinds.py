"""How a step of mending came about, as the list's history tells it."""

from enum import StrEnum


class MendKind(StrEnum):
    """What an officer did to cells of a list."""

    CELL = "cell"  # one row, in place
    EQUAL_VALUES = "equal_values"
    OTHER_COLUMN = "other_column"
    FROM_FILE = "from_file"  # the downloaded rows, uploaded again
    # She said that the import had read a cell wrongly: its text stays, and is no longer taken for what it was.
    NOT_THIS_NUMBER = "not_this_number"
    NOT_SECOND_NUMBER = "not_second_number"
    NOT_THIS_PLACE = "not_this_place"
