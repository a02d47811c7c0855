"""Lets Urdu be copied out of a PDF as it was written.

In fonts of Arabic letters a letter is drawn as a body and, by themselves, its dots, and the typesetter tells the letter
with each: پ was copied as پپ, and words fell apart. Dots take no room of their own, so what is drawn without any is told
as nothing (`ActualText`, ISO 32000-1, 14.9.4), and the body alone tells the letter.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ContentStream, DictionaryObject, NameObject, TextStringObject

_OF_ARABIC_LETTERS: Final = ("Arabic", "Nastaliq", "Naskh")
_GLYPH: Final = 2  # bytes
_SPAN: Final = NameObject("/Span")
_ACTUAL_TEXT: Final = NameObject("/ActualText")
_BEGIN: Final = (b"BDC", b"BMC")
_SHOW: Final = (b"Tj", b"TJ")
_Operation = tuple[Any, bytes]


def with_text_to_copy(paper: bytes) -> bytes:
    """Return the same pages, of which each letter is copied once; as they are where none is Arabic."""
    if not any(_drawn_fonts(page) for page in PdfReader(BytesIO(paper)).pages):
        return paper
    writer = PdfWriter(clone_from=BytesIO(paper))
    for page in writer.pages:
        fonts = _drawn_fonts(page)
        if not fonts:
            continue
        told = ContentStream(page.get_contents(), writer)
        told.operations = _told_once(told.operations, fonts)
        page.replace_contents(told)
        page.compress_content_streams()
    writer.pdf_header = "%PDF-1.7"  # as it was; without it, the oldest would be named
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _drawn_fonts(page: PageObject) -> dict[str, frozenset[int]]:
    """Return the glyphs that take room, of each font of Arabic letters on a page."""
    resources: Any = page["/Resources"]
    fonts = {name: one.get_object() for name, one in resources.get("/Font", {}).items()}
    return {
        name: frozenset(_with_room(font["/DescendantFonts"][0].get_object().get("/W", [])))
        for name, font in fonts.items()
        if any(letters in font["/BaseFont"] for letters in _OF_ARABIC_LETTERS)
    }


def _with_room(widths: list[Any]) -> set[int]:
    """Read a font's widths: a first glyph with the widths from it on, or a first and a last one with that of all."""
    found: set[int] = set()
    rest = iter(widths)
    for first in rest:
        after = next(rest)
        if isinstance(after, list):
            found.update(first + at for at, width in enumerate(after) if width)
        elif next(rest):
            found.update(range(first, after + 1))
    return found


def _told_once(operations: list[_Operation], fonts: Mapping[str, frozenset[int]]) -> list[_Operation]:
    """Tell what takes no room as nothing: alone, or the whole of what was told in its place."""
    told: list[_Operation] = []
    begun: list[tuple[int, bool]] = []  # where a marked part begins, and whether something in it takes room
    with_room: frozenset[int] | None = None
    for operands, operator in operations:
        if operator == b"Tf":
            with_room = fonts.get(operands[0])
        elif operator in _BEGIN:
            begun.append((len(told), False))
        elif operator in _SHOW and (with_room is None or _glyphs(operands[0]) & with_room):
            begun = [(at, True) for at, _ in begun]
        elif operator in _SHOW:
            told += [_nothing(), (operands, operator), ([], b"EMC")]
            continue
        elif operator == b"EMC":
            at, takes_room = begun.pop()
            if not takes_room and _tells(told[at]):
                told[at] = _nothing()
        told.append((operands, operator))
    return told


def _glyphs(shown: Any) -> set[int]:
    parts = [
        one.original_bytes for one in (shown if isinstance(shown, list) else [shown]) if hasattr(one, "original_bytes")
    ]
    return {int.from_bytes(part[at : at + _GLYPH], "big") for part in parts for at in range(0, len(part), _GLYPH)}


def _tells(operation: _Operation) -> bool:
    operands, operator = operation
    return operator == b"BDC" and isinstance(operands[1], dict) and _ACTUAL_TEXT in operands[1]


def _nothing() -> _Operation:
    return [_SPAN, DictionaryObject({_ACTUAL_TEXT: TextStringObject("")})], b"BDC"
