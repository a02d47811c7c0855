"""The columns page: one select for each thing that we keep of a person, beside what the file's columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext
from werkzeug.datastructures import MultiDict

from campaigns.rules.lists.column_doubts import Doubt
from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.reading import Reading
from campaigns.rules.lists.shown_sample import sample_values

_ = lazy_gettext
PHONES: Final = ("phone_1", "phone_2", "phone_3", "phone_4", "phone_5", "phone_6")
PHONES_SHOWN: Final = 3  # and one more than the file has
SINGLE: Final = (
    "name",
    "scheme_person_id",
    "relative_name",
    "language",
    "gender",
    "birth_year",
    "age",
    "state",
    "division",
    "district",
    "block",
    "village",
    "pin_code",
    "category",
)
LABELS: Final[dict[str, LazyString]] = {
    "name": _("Name"),
    "phone_1": _("Phone"),
    "phone_2": _("Second phone"),
    "phone_3": _("Third phone"),
    "phone_4": _("Fourth phone"),
    "phone_5": _("Fifth phone"),
    "phone_6": _("Sixth phone"),
    "relative_name": _("Father or husband"),
    "scheme_person_id": _("The scheme's own number for the person"),
    "state": _("State or province"),
    "division": _("Division"),
    "district": _("District"),
    "block": _("Block"),
    "village": _("Village"),
    "pin_code": _("PIN code"),
    "language": _("Language"),
    "gender": _("Gender"),
    "birth_year": _("Birth year or date of birth"),
    "age": _("Age"),
    "category": _("Social category"),
}
REQUIRED: Final = ("name", "phone_1")
DOUBTS: Final[dict[Doubt, LazyString]] = {
    Doubt.NOT_NAMES: _(
        "Column %(column)s promises names, and phone numbers stand in it: choose the column that holds the names."
    ),
    Doubt.NOT_PHONES: _(
        "Column %(column)s promises phone numbers, and nothing in it could be one: choose the column that holds them."
    ),
    Doubt.SECOND_TABLE: _(
        "Two tables stand side by side: the heading of column %(column)s comes again further right, and the people there are not read. Put them below the first ones, or into a file of their own; or choose this column if they may be left out."
    ),
}


@dataclass(frozen=True)
class FileColumn:
    """A column of the file as an officer knows it: its letter, its heading, what stands in it."""

    index: int
    label: str
    samples: tuple[str, ...]


@dataclass(frozen=True)
class FieldChoice:
    """One of our fields with the file's column that is chosen for it."""

    name: str
    label: str
    required: bool
    chosen: FileColumn | None
    mark: str | None = None  # that we only guessed it, or remember it from the last such file
    doubt: str | None = None  # why we ask and do not choose


def file_columns(sample: Sequence[Sequence[str]]) -> list[FileColumn]:
    """Return the columns of a list's sample."""
    heads = sample[0] if sample else []
    return [
        FileColumn(
            index,
            f"{column_letters(index)} · {head}" if head else column_letters(index),
            tuple(sample_values(sample, index)),
        )
        for index, head in enumerate(heads)
    ]


def field_choices(columns: ColumnMap, file: Sequence[FileColumn], reading: Reading | None) -> list[FieldChoice]:
    """Return our fields, the required ones first, each with its column.

    With the reading of a file that nobody has confirmed yet, each says how we know, or asks where that is in doubt.
    """
    by_field = _by_field(columns)
    shown = max(PHONES_SHOWN, min(len(columns.phones) + 1, len(PHONES)))
    return [
        _choice(name, by_field.get(name), file, reading)
        for name in LABELS
        if name not in PHONES or PHONES.index(name) < shown
    ]


def _choice(name: str, index: int | None, file: Sequence[FileColumn], reading: Reading | None) -> FieldChoice:
    column = file[index] if index is not None and index < len(file) else None
    plain = FieldChoice(name, str(LABELS[name]), name in REQUIRED, column)
    if column is None or reading is None:
        return plain
    told = next((DOUBTS[doubt] for doubt in reading.doubts.get(column.index, ()) if doubt in DOUBTS), None)
    if told is not None:
        return replace(plain, chosen=None, doubt=str(told) % {"column": column.label})
    return replace(plain, mark=gettext("remembered") if reading.remembered else gettext("guessed"))


def chosen_columns(written: "MultiDict[str, str]", before: ColumnMap, file: Sequence[FileColumn]) -> ColumnMap:
    """Return the map that was chosen; header row and identity columns stay as they were found."""

    def column(name: str) -> int | None:
        text = written.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 4 and int(text) < len(file) else None

    phones = dict.fromkeys(index for name in PHONES if (index := column(name)) is not None)
    single: dict[str, Any] = {name: column(name) for name in SINGLE}
    used = {*phones, *single.values()}
    extra = tuple(index for index in _decimals(written, "extra") if index < len(file) and index not in used)
    identity = tuple(index for index in before.identity if index not in phones)
    old_font = tuple(index for index in _decimals(written, "old_font") if index < len(file))
    return replace(before, phones=tuple(phones), extra=extra, identity=identity, old_font=old_font, **single)


def _decimals(written: "MultiDict[str, str]", name: str) -> list[int]:
    return [int(text) for text in written.getlist(name) if text.isdecimal() and len(text) < 4]


def _by_field(columns: ColumnMap) -> dict[str, int | None]:
    phones = dict(zip(PHONES, columns.phones, strict=False))
    return {**phones, **{name: getattr(columns, name) for name in SINGLE}}
