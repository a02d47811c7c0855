"""Lets Urdu be copied out of a PDF as it was written.

In fonts of Arabic letters a letter is drawn as a body and, by themselves, its dots, and the typesetter tells the letter
with each: پ was copied as پپ, and words fell apart. Dots take no room of their own, so what is drawn without any is told
as nothing (`ActualText`, ISO 32000-1, 14.9.4), and the body alone tells the letter. Nor is a mark of direction told, which
the typesetter tells with the letter behind it: a number found here is looked for elsewhere by its digits alone.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter

_OF_ARABIC_LETTERS: Final = ("Arabic", "Nastaliq", "Naskh")
_GLYPH: Final = 2  # bytes
_NESTED: Final = 12  # parentheses within a string of glyphs, which need no backslash where they are balanced


def _string_of_glyphs() -> str:
    inner = r"(?:[^()\\]|\\.)"
    nested = rf"\({inner}*\)"
    for _ in range(_NESTED):
        nested = rf"\((?:[^()\\]|\\.|{nested})*\)"
    return nested


_STRING: Final = rf"(?:{_string_of_glyphs()}|<[0-9A-Fa-f\s]*>)"
# What a page's stream says of letters. A whole reader of streams takes twenty times as long, for each page a third of a second.
_SAID: Final = re.compile(
    rf"/(?P<font>\S+)\s+\S+\s+Tf"
    rf"|(?P<begin>/\w+\s*(?:/\w+\s*BDC|BMC|<<(?P<told>(?:{_STRING}|[^<>()])*)>>\s*BDC))"
    rf"|(?P<shown>\[(?:{_STRING}|[^\[\]()<>])*\]\s*TJ|{_STRING}\s*Tj)"
    rf"|(?P<end>\bEMC\b)|{_STRING}".encode(),
    re.DOTALL,
)
_STRINGS: Final = re.compile(_STRING.encode(), re.DOTALL)
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_LETTERS: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_TOLD: Final = re.compile(rb"(/ActualText\s*<FEFF)([0-9A-F]*)", re.IGNORECASE)
_LETTER: Final = re.compile(
    rb"(<[0-9A-F]{4}>\s*<)([0-9A-F]{8,})", re.IGNORECASE
)  # glyph and letters, in a font's table
_MARKS: Final = frozenset(
    f"{mark:04X}".encode() for mark in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
_NOTHING: Final = b"/Span<</ActualText()>>BDC"


def with_text_to_copy(paper: bytes) -> bytes:
    """Return the same pages, of which each letter is copied once; as they are where none is Arabic."""
    reader = PdfReader(BytesIO(paper))
    if not any(_drawn_fonts(page) for page in reader.pages):
        return paper
    writer = PdfWriter(clone_from=reader)
    for page in writer.pages:
        fonts = _drawn_fonts(page)
        if fonts:
            contents: Any = page["/Contents"].get_object()
            contents.set_data(_told_once(contents.get_data(), fonts))
            _tell_no_marks(page)
    writer.pdf_header = "%PDF-1.7"  # as it was; without it, the oldest would be named
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _tell_no_marks(page: PageObject) -> None:
    """Leave marks of direction out of what a font tells by itself, wherever it tells a letter with them."""
    resources: Any = page["/Resources"]
    for font in resources["/Font"].values():
        told: Any = font.get_object()["/ToUnicode"].get_object()
        told.set_data(_LETTER.sub(_without_marks, told.get_data()))


def _drawn_fonts(page: PageObject) -> dict[bytes, frozenset[int]]:
    """Return the glyphs that take room, of each font of Arabic letters on a page."""
    resources: Any = page["/Resources"]
    fonts = {name: one.get_object() for name, one in resources.get("/Font", {}).items()}
    return {
        name.removeprefix("/").encode(): frozenset(_with_room(font["/DescendantFonts"][0].get_object().get("/W", [])))
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


def _told_once(stream: bytes, fonts: Mapping[bytes, frozenset[int]]) -> bytes:
    """Tell what takes no room as nothing: alone, or the whole of what was told in its place."""
    told: list[bytes] = []
    begun: list[tuple[int, bool, bool]] = []  # where a marked part begins, whether it tells letters, and takes room
    with_room: frozenset[int] | None = None
    done = 0
    for said in _SAID.finditer(stream):
        told.append(stream[done : said.start()])
        part, done = said[0], said.end()
        match said.lastgroup:
            case "font":
                with_room = fonts.get(said["font"])
            case "begin" | "told":
                begun.append((len(told), b"/ActualText" in (said["told"] or b""), False))
                part = _TOLD.sub(_without_marks, part)
            case "shown" if with_room is None or _glyphs(part) & with_room:
                begun = [(at, tells, True) for at, tells, _ in begun]
            case "shown":
                part = _NOTHING + part + b" EMC"
            case "end":
                at, tells, takes_room = begun.pop()
                if tells and not takes_room:
                    told[at] = _NOTHING
            case _:  # a string that draws nothing
                pass
        told.append(part)
    return b"".join([*told, stream[done:]])


def _without_marks(told: re.Match[bytes]) -> bytes:
    """Leave out marks of direction, of text in two bytes for each letter."""
    units = [told[2][at : at + 4] for at in range(0, len(told[2]), 4)]
    return told[1] + b"".join(unit for unit in units if unit.upper() not in _MARKS)


@lru_cache(maxsize=4096)
def _glyphs(shown: bytes) -> frozenset[int]:
    parts = [_bytes_of(one) for one in _STRINGS.findall(shown)]
    return frozenset(
        int.from_bytes(part[at : at + _GLYPH], "big") for part in parts for at in range(0, len(part), _GLYPH)
    )


def _bytes_of(string: bytes) -> bytes:
    if string.startswith(b"<"):
        return bytes.fromhex(string[1:-1].decode())
    return _ESCAPED.sub(_unescaped, string[1:-1])


def _unescaped(found: re.Match[bytes]) -> bytes:
    letter = found[1]
    return bytes([int(letter, 8)]) if letter.isdigit() else _LETTERS.get(letter, letter)
