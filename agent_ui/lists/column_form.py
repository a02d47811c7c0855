"""The columns page: one select for each thing that we keep of a person, beside what the file's columns hold."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask_babel import LazyString, lazy_gettext
from werkzeug.datastructures import MultiDict

from campaigns.rules.columns import ColumnMap
from campaigns.rules.shown_sample import sample_values

_ = lazy_gettext
PHONES: Final = ("phone_1", "phone_2", "phone_3")
SINGLE: Final = (
    "name",
    "scheme_person_id",
    "relative_name",
    "language",
    "gender",
    "birth_year",
    "age",
    "state",
    "district",
    "block",
    "village",
)
LABELS: Final[dict[str, LazyString]] = {
    "name": _("Name"),
    "phone_1": _("Phone"),
    "phone_2": _("Second phone"),
    "phone_3": _("Third phone"),
    "relative_name": _("Father or husband"),
    "scheme_person_id": _("The scheme's own number for the person"),
    "state": _("State or province"),
    "district": _("District"),
    "block": _("Block"),
    "village": _("Village"),
    "language": _("Language"),
    "gender": _("Gender"),
    "birth_year": _("Birth year or date of birth"),
    "age": _("Age"),
}
REQUIRED: Final = ("name", "phone_1")


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
    guessed: bool


def file_columns(sample: Sequence[Sequence[str]]) -> list[FileColumn]:
    """Return the columns of a list's sample."""
    heads = sample[0] if sample else []
    return [
        FileColumn(index, f"{letters(index)} · {head}" if head else letters(index), tuple(sample_values(sample, index)))
        for index, head in enumerate(heads)
    ]


def field_choices(columns: ColumnMap, file: Sequence[FileColumn], *, guessed: bool) -> list[FieldChoice]:
    """Return our fields, the required ones first, each with its column; marked where we only guessed it."""
    by_field = _by_field(columns)
    choices = []
    for name, label in LABELS.items():
        index = by_field.get(name)
        chosen = file[index] if index is not None and index < len(file) else None
        choices.append(FieldChoice(name, str(label), name in REQUIRED, chosen, guessed and chosen is not None))
    return choices


def chosen_columns(written: "MultiDict[str, str]", before: ColumnMap, file: Sequence[FileColumn]) -> ColumnMap:
    """Return the map that was chosen; header row and identity columns stay as they were found."""

    def column(name: str) -> int | None:
        text = written.get(name, "")
        return int(text) if text.isdecimal() and len(text) < 4 and int(text) < len(file) else None

    phones = dict.fromkeys(index for name in PHONES if (index := column(name)) is not None)
    single: dict[str, Any] = {name: column(name) for name in SINGLE}
    used = {*phones, *single.values()}
    extra = tuple(index for index in map(int, _decimals(written)) if index < len(file) and index not in used)
    identity = tuple(index for index in before.identity if index not in phones)
    return replace(before, phones=tuple(phones), extra=extra, identity=identity, **single)


def letters(index: int) -> str:
    """Return a column's letters as spreadsheets write them: 0 is A, 26 is AA."""
    written = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        written = chr(ord("A") + rest) + written
    return written


def _decimals(written: "MultiDict[str, str]") -> list[str]:
    return [text for text in written.getlist("extra") if text.isdecimal() and len(text) < 4]


def _by_field(columns: ColumnMap) -> dict[str, int | None]:
    phones = dict(zip(PHONES, columns.phones, strict=False))
    return {**phones, **{name: getattr(columns, name) for name in SINGLE}}
