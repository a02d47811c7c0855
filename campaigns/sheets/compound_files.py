"""Tells the documents apart that look like an old workbook: InPage and Word keep their text in the same kind of file.

InPage publishes nothing of its format; what others have found out agrees: a compound file with a stream InPage100,
InPage200 or InPage300 for the versions 1 to 3, in which stands the label below. The versions 1 and 2 write each letter
of Urdu as two bytes, 4 and one from 128 on; so does text that was taken out of them without "Export".
"""

import mmap
import re
import struct
from pathlib import Path
from typing import Final

import olefile

from campaigns.sheets.other_kinds import other_kind
from campaigns.sheets.text_encoding import is_wide
from campaigns.sheets.unreadable import UnreadableFile

_STREAM: Final = "InPage"
_LABELS: Final = (b"InPage Arabic Document", _STREAM.encode("utf-16-le"))
_ENDINGS: Final = (".inp", ".inpx")
_SPOILED: Final = ("corrupt", "cut_off", "not_a_workbook", "nul_bytes")
_LETTER: Final = re.compile(rb"\x04[\x80-\xff]")
_WIDE_LETTER: Final = re.compile(rb"\x04\0(?:[\x80-\xff]\0|[^\0][\x01\x02\x20\x21])")  # read as Windows-1252 before
_LEAST: Final = 8  # letters
_DENSE: Final = 40  # bytes for each such letter at most; other bytes hold one in 500 by chance


def refuse_other_compound_file(path: Path) -> None:
    """Refuse an InPage or a Word document; an old workbook goes on."""
    streams = _streams(path)
    if any(name.startswith(_STREAM) for name in streams) or (not streams and _is_labelled(path)):
        raise _inpage()
    if "WordDocument" in streams:
        raise other_kind("text_document", "a Word document")


def refuse_inpage_letters(start: bytes) -> None:
    """Refuse a text whose Urdu stands in InPage's own letters."""
    letter = _WIDE_LETTER if is_wide(start) or start.startswith((b"\xff\xfe", b"\xfe\xff")) else _LETTER
    letters = len(letter.findall(start))
    if letters >= max(_LEAST, len(start) // _DENSE) or start.startswith(_LABELS):
        raise _inpage()


def named_inpage(unreadable: UnreadableFile, filename: str) -> UnreadableFile:
    """Return what to say of a file that cannot be read: of one that is called .inp, how to get at its text."""
    by_name = filename.lower().endswith(_ENDINGS) and unreadable.because in _SPOILED
    return _inpage() if by_name else unreadable


def _inpage() -> UnreadableFile:
    return UnreadableFile(
        "inpage",
        "The file is an InPage document: in InPage choose File, Export, Unicode text, "
        "paste the text into a sheet and upload that as XLSX or CSV.",
    )


def _streams(path: Path) -> set[str]:
    """Return the names that stand at the top of a compound file; none where it is damaged."""
    try:
        with olefile.OleFileIO(path) as file:
            return {names[0] for names in file.listdir()}
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error):
        return set()


def _is_labelled(path: Path) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(label) >= 0 for label in _LABELS)
