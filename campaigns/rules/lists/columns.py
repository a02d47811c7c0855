"""Which column of a sheet holds what: guessed from headings and content, corrected by the officer, kept as JSON."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from campaigns.rules.lists.cells import Cell, as_text, is_blank
from campaigns.rules.lists.column_content import filled_cells, meaning_by_content, phone_share
from campaigns.rules.lists.header_rows import SEARCHED, HeaderRows, find_header, labels_of, may_head
from campaigns.rules.lists.headings import Heading, heading_of, is_second_phone
from campaigns.rules.lists.identity_numbers import ColumnKind, cut_identity_numbers
from campaigns.rules.lists.placeholders import is_placeholder
from campaigns.rules.lists.side_by_side import second_table_at
from campaigns.rules.refusals import Refusal

_PHONE_SHARE = 0.5  # of the filled cells, for a column without a telling heading
_NAME_SHARE = 0.7


@dataclass(frozen=True)
class ColumnMap:
    """Columns by index from 0; `header_row` is the row number of the heading (the last of them), None without one."""

    header_row: int | None = None
    name: int | None = None
    phones: tuple[int, ...] = ()  # in the order in which they are dialled
    scheme_person_id: int | None = None
    relative_name: int | None = None
    language: int | None = None
    gender: int | None = None
    birth_year: int | None = None  # a year or a date of birth
    age: int | None = None
    state: int | None = None
    division: int | None = None  # between state and district, in Pakistan and in Jammu and Kashmir
    district: int | None = None
    block: int | None = None
    village: int | None = None
    category: int | None = None
    pin_code: int | None = None
    identity: tuple[int, ...] = ()  # Aadhaar or CNIC: never stored beyond the last four digits
    extra: tuple[int, ...] = ()  # kept for the script, only where the officer picks them
    old_font: tuple[int, ...] = ()  # typed in Kruti Dev, as an officer has confirmed by the decoded sample
    doubted_font: tuple[int, ...] = ()  # columns in use that look like Kruti Dev, and nobody has confirmed it
    labels: tuple[str, ...] = ()  # the headings, those over two rows as one

    @property
    def used(self) -> tuple[int, ...]:
        """Return the columns that are kept of a list, all others being forgotten after its review."""
        single = (getattr(self, word.value) for word in _SINGLE)
        several = (*self.phones, *self.identity, *self.extra)
        return tuple(sorted({index for index in (self.name, *single, *several) if index is not None}))

    @property
    def width(self) -> int:
        """Return how many columns from the first there are up to the last one used."""
        return self.used[-1] + 1 if self.used else 0

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """Return the map that was stored; unknown keys are left out."""
        known = {each.name for each in fields(cls)}
        kept: dict[str, Any] = {key: stored[key] for key in known & stored.keys()}
        whole: dict[str, Any] = {key: tuple(at) if isinstance(at, list) else at for key, at in kept.items()}
        return cls(**whole)


_SINGLE = (
    Heading.SCHEME_PERSON_ID,
    Heading.RELATIVE_NAME,
    Heading.LANGUAGE,
    Heading.GENDER,
    Heading.BIRTH_YEAR,
    Heading.AGE,
    Heading.STATE,
    Heading.DIVISION,
    Heading.DISTRICT,
    Heading.BLOCK,
    Heading.VILLAGE,
    Heading.CATEGORY,
    Heading.PIN_CODE,
)


def guess_columns(rows: Sequence[tuple[int, Sequence[Cell]]], region: str = "IN") -> ColumnMap:
    """Guess the columns from the first rows of a sheet (some hundred of them)."""
    header = find_header(rows) or _unknown_header(rows, region)
    below = [cells for number, cells in rows if header is None or number > header.last]
    labels = header.labels if header else ()
    meanings = [heading_of(label) for label in labels]
    single: dict[str, Any] = {word.value: meanings.index(word) for word in _SINGLE if word in meanings}
    phones = _phone_columns(labels, meanings, below, region)
    name = _name_column(labels, meanings, below, taken={*single.values(), *phones})
    untold = [i for i in range(_width(below)) if _meaning(meanings, i) is None and i not in (name, *phones)]
    single |= {
        word.value: index
        for index in reversed(untold)
        if (word := meaning_by_content(filled_cells(below, index), region)) is not None and word.value not in single
    }
    return ColumnMap(
        header_row=header.last if header else None,
        name=name,
        phones=phones,
        labels=tuple(cut_identity_numbers(label, ColumnKind.OTHER, region) for label in labels),  # they are stored
        identity=tuple(index for index, meaning in enumerate(meanings) if meaning is Heading.IDENTITY),
        **single,
    )


def _unknown_header(rows: Sequence[tuple[int, Sequence[Cell]]], region: str) -> HeaderRows | None:
    """A heading in words of its own: the row with a word where all below it have phone numbers."""
    for index in _phone_columns((), (), [cells for _, cells in rows], region):
        for number, cells in rows[:SEARCHED]:
            text = as_text(cells[index]) if index < len(cells) else ""
            if is_placeholder(text):
                continue
            heads = not any(map(str.isdigit, text)) and all(may_head(cell) for cell in cells if not is_blank(cell))
            return HeaderRows(number, number, labels_of(cells)) if heads else None
    return None


def problems(columns: ColumnMap) -> list[Refusal]:
    """Return why a list cannot be read with these columns, one sentence each."""
    found = []
    if not columns.phones:
        found.append(
            Refusal(
                "no_phone_column",
                "No column with phone numbers was found: choose the column that holds them, "
                "or add one to the file and upload it again.",
            )
        )
    if columns.name is None:
        found.append(Refusal("no_name_column", "No column with names was found: choose the column that holds them."))
    return found


def _phone_columns(
    labels: Sequence[str], meanings: Sequence[Heading | None], below: Sequence[Sequence[Cell]], region: str
) -> tuple[int, ...]:
    headed = [index for index, meaning in enumerate(meanings) if meaning is Heading.PHONE]
    if headed:
        headed = [index for index in headed if index < (second_table_at(labels) or len(labels))]
        return tuple(sorted(headed, key=lambda index: is_second_phone(labels[index])))
    free = [index for index in range(_width(below)) if _meaning(meanings, index) is None]
    return tuple(index for index in free if phone_share(filled_cells(below, index), region) >= _PHONE_SHARE)


def _name_column(
    labels: Sequence[str], meanings: Sequence[Heading | None], below: Sequence[Sequence[Cell]], taken: set[int]
) -> int | None:
    headed = [index for index, meaning in enumerate(meanings) if meaning is Heading.NAME]
    if headed:
        return headed[0]
    free = [i for i in range(_width(below)) if i not in taken and _meaning(meanings, i) is None]
    shares = {index: _name_share(below, index) for index in free}
    best = max(free, key=lambda index: shares[index], default=None)
    return best if best is not None and shares[best] >= _NAME_SHARE else None


def _meaning(meanings: Sequence[Heading | None], index: int) -> Heading | None:
    return meanings[index] if index < len(meanings) else None


def _width(rows: Sequence[Sequence[Cell]]) -> int:
    return max((len(cells) for cells in rows), default=0)


def _name_share(rows: Sequence[Sequence[Cell]], index: int) -> float:
    """The share of cells with words and no digit, all but equal ones counted once."""
    cells = [as_text(cell) for cell in filled_cells(rows, index)]
    words = {text for text in cells if any(c.isalpha() for c in text) and not any(c.isdigit() for c in text)}
    return len(words) / max(len(cells), 1)
