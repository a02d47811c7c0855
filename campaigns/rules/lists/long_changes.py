"""Changes of a list that would keep a browser waiting: what they are, and from which size on a worker makes them."""

from enum import StrEnum
from typing import Final

ROWS_AT_ONCE: Final = 5_000  # mended within the request: under 3 s on two cores
PEOPLE_AT_ONCE: Final = 20_000  # whose cases are opened or closed within the request: under 2 s
COMPARED_AT_ONCE: Final = 20_000  # rows of a list and its older one, compared at every look at it: some 200 ms
DRAWN_AT_ONCE: Final = 200_000  # rows a sample is drawn of within the request: under 2 s
TAKEN_AWAY_AT_ONCE: Final = 300_000  # rows taken away within the request: under 2 s
READ_AT_ONCE: Final = 1024 * 1024  # bytes of a list's file that is opened anew within the request: under 1 s
BYTES_AT_ONCE: Final = 512 * 1024  # of a workbook with mended rows: some 5,000 of them
FEW: Final = 200  # changed rows of which alone it is asked what they mean for others (store/lists/rows_settling.py)
LONG_LIST: Final = 100_000  # rows of a list all of which are looked at again where more than a few are changed


class LongKind(StrEnum):
    """What is done to so many rows."""

    APPROVE = "approve"
    WITHDRAW = "withdraw"
    EQUAL_VALUES = "equal_values"
    OTHER_COLUMN = "other_column"
    FROM_FILE = "from_file"
    NOT_SO = "not_so"
    UNDO = "undo"
    UNDO_IMPORT = "undo_import"
    NEWER_THAN = "newer_than"
    SAMPLE = "sample"
    GO_ON = "go_on"
    READ_SO = "read_so"


# From how many rows on it is long. A few statements go through all of them, and tell nothing meanwhile.
OF_WHOLE_LIST: Final = {
    LongKind.APPROVE: PEOPLE_AT_ONCE,
    LongKind.WITHDRAW: PEOPLE_AT_ONCE,
    LongKind.UNDO_IMPORT: TAKEN_AWAY_AT_ONCE,
    LongKind.NEWER_THAN: COMPARED_AT_ONCE,
    LongKind.SAMPLE: DRAWN_AT_ONCE,
    LongKind.GO_ON: COMPARED_AT_ONCE,
    LongKind.READ_SO: TAKEN_AWAY_AT_ONCE,
}


def is_long(kind: LongKind, rows: int, *, rows_of_list: int) -> bool:
    """Tell whether a change of so many rows, of a list of so many, is left to a worker."""
    if kind in OF_WHOLE_LIST:
        return rows > OF_WHOLE_LIST[kind]
    return rows > ROWS_AT_ONCE or (rows > FEW and rows_of_list > LONG_LIST)
