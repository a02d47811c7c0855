"""Guesses in which encoding an office has saved a text file, and says where the file does not keep to it."""

import codecs
import csv
import re
from itertools import islice
from pathlib import Path
from typing import Final

from charset_normalizer import from_bytes

from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.unreadable import nul_bytes

_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1 << 16
_WORDS: Final = 5_000  # enough to guess from
_FOREIGN_WORD: Final = re.compile(rb"[A-Za-z]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SAYS_ARABIC: Final = re.compile(rb"charset\s*=\s*[\"']?\s*(windows-1256|cp1256)", re.IGNORECASE)
LOST: Final = "\ufffd"  # what stands for bytes that are no letter
_BOMS: Final = (
    (codecs.BOM_UTF8, TextEncoding.UTF_8),
    (codecs.BOM_UTF16_LE, TextEncoding.UTF_16),
    (codecs.BOM_UTF16_BE, TextEncoding.UTF_16),
)


def guess_encoding(path: Path) -> TextEncoding:
    """Return the encoding by the file's mark, its zero bytes, or its words."""
    start = _start(path)
    for bom, encoding in _BOMS:
        if start.startswith(bom):
            return encoding
    if _wide_codec(start) is not None:
        return TextEncoding.UTF_16
    return TextEncoding.UTF_8 if _is_utf8(path) else _by_words(path)


def encoding_of_page(path: Path) -> TextEncoding:
    """Return the encoding of a web page: as of a text, but that it may say of itself that its letters are Arabic."""
    guessed = guess_encoding(path)
    says_arabic = guessed is TextEncoding.WINDOWS_1252 and _SAYS_ARABIC.search(_start(path))
    return TextEncoding.WINDOWS_1256 if says_arabic else guessed


def codec_of(path: Path, encoding: TextEncoding) -> str:
    """Return Python's name for it, a mark at the start of the file taken into account."""
    start = _start(path)
    if encoding is TextEncoding.UTF_8:
        return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"
    if encoding is not TextEncoding.UTF_16:
        return encoding.value
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return _wide_codec(start) or "utf-16-le"


def refuse_nul(path: Path, encoding: TextEncoding, delimiter: str) -> None:
    """Refuse bytes that no text has, naming the first cell that holds one."""
    if encoding is TextEncoding.UTF_16:
        return
    with path.open("rb") as file:
        if not any(b"\0" in block for block in iter(lambda: file.read(_BLOCK), b"")):
            return
    with path.open(encoding="latin-1", newline="") as text:
        row, line = next((number, line) for number, line in enumerate(text, start=1) if "\0" in line)
    raise nul_bytes(row, _cells_before(line.partition("\0")[0], delimiter))


def keeps_to_encoding(path: Path, encoding: TextEncoding) -> bool:
    """Say whether every byte of the file is a letter, or a part of one, in this encoding."""
    if encoding is TextEncoding.UTF_8:
        return _is_utf8(path)
    with path.open(encoding=codec_of(path, encoding), errors="replace", newline="") as text:
        return not any(LOST in line for line in text)


def _cells_before(line: str, delimiter: str) -> int:
    try:
        return max(len(next(csv.reader([line], delimiter=delimiter), [])) - 1, 0)
    except csv.Error:  # a cell without end
        return line.count(delimiter)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SAMPLE)


def is_wide(start: bytes) -> bool:
    """Tell whether a file begins as UTF-16 does, with its mark or without."""
    return start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _wide_codec(start) is not None


def _wide_codec(start: bytes) -> str | None:
    """UTF-16 without its mark: nearly every second byte of plain text is zero."""
    pairs = max(len(start) // 2, 1)
    if start[1::2].count(0) > 0.3 * pairs and start[0::2].count(0) < 0.02 * pairs:
        return "utf-16-le"
    if start[0::2].count(0) > 0.3 * pairs and start[1::2].count(0) < 0.02 * pairs:
        return "utf-16-be"
    return None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _by_words(path: Path) -> TextEncoding:
    """Windows-1256 (Arabic letters) or Windows-1252 (Latin), by the words that are not plain ASCII.

    A file pasted together from several is read as UTF-8 where most of its words are that.
    """
    words: list[bytes] = []
    with path.open("rb") as file:
        while len(words) < _WORDS and (block := file.read(_BLOCK)):
            words += _FOREIGN_WORD.findall(block)
    if sum(map(_decodes, words)) * 2 > len(words):
        return TextEncoding.UTF_8
    best = from_bytes(b" ".join(islice(words, _WORDS)), cp_isolation=["cp1252", "cp1256"]).best()
    arabic = best is not None and best.encoding == "cp1256"
    return TextEncoding.WINDOWS_1256 if arabic else TextEncoding.WINDOWS_1252


def _decodes(word: bytes) -> bool:
    try:
        word.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
