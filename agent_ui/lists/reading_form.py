"""How the file is read, at the top of the columns page: its sheet or its encoding, and columns in an old font."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from agent_ui.lists.column_form import FileColumn
from agent_ui.numbers import isolated, number
from campaigns.rules.lists.column_doubts import Doubt
from campaigns.rules.lists.column_letters import column_letters
from campaigns.rules.lists.columns import ColumnMap
from campaigns.rules.lists.encodings import TextEncoding
from campaigns.rules.lists.reading import Reading
from campaigns.sheets.old_font_cells import decoded
from campaigns.store.tables import BeneficiaryList

_ = lazy_gettext
ENCODINGS: Final[dict[TextEncoding, LazyString]] = {
    TextEncoding.UTF_8: _("UTF-8, all scripts"),
    TextEncoding.UTF_16: _("UTF-16, Unicode text of a spreadsheet"),
    TextEncoding.WINDOWS_1252: _("Windows-1252, Latin letters"),
    TextEncoding.WINDOWS_1256: _("Windows-1256, Arabic and Urdu letters"),
}


@dataclass(frozen=True)
class OldFontColumn:
    """A column that looks like Kruti Dev: as it is typed, and what it would say."""

    column: FileColumn
    decoded: tuple[str, ...]
    confirmed: bool


def sheet_choices(reading: Reading, kept: BeneficiaryList) -> list[tuple[str, str]]:
    """Return the sheets of a workbook with their words; nothing where there is no choice."""
    choices = [
        (name, gettext("%(sheet)s, %(rows)s rows", sheet=isolated(name), rows=number(rows)))
        for name, rows in reading.offered
    ]
    choices += [(name, gettext("%(sheet)s, hidden", sheet=isolated(name))) for name in reading.hidden]
    return choices if len(choices) > 1 and kept.sheet else []


def encoding_choices(kept: BeneficiaryList) -> list[tuple[str, str]]:
    """Return the encodings of a text file with their words."""
    return [(encoding.value, str(words)) for encoding, words in ENCODINGS.items()] if kept.encoding else []


def lost_places(reading: Reading) -> list[str]:
    """Return in words where letters cannot be read."""
    return [
        gettext("row %(row)s, column %(column)s", row=row, column=column_letters(column))
        for row, column in reading.lost
    ]


def old_font_columns(reading: Reading, columns: ColumnMap, file: Sequence[FileColumn]) -> list[OldFontColumn]:
    """Return the columns about which a person is asked."""
    return [
        OldFontColumn(column, tuple(map(decoded, column.samples)), column.index in columns.old_font)
        for column in file
        if Doubt.OLD_FONT in reading.doubts.get(column.index, ())
    ]
