"""Cuts fonts for slow links, at set-up: the letters of every day in a small file, all others in a file that seldom comes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

from agent_ui.languages import KNOWN

LATIN: Final = (
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212"
)
LATIN_EXTRA: Final = "U+0100-02BA,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0"
ARABIC: Final = "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC"
DEVANAGARI: Final = "U+0900-097F,U+1CD0-1CF9,U+200C-200D,U+20B9,U+25CC,U+A8E0-A8FF"
ENGLISH_TEXT: Final = (
    "U+0020-007E,U+00A0,U+00AB,U+00B7,U+00BB,U+00D7,U+00F7,U+2013-2014,U+2018-2019,U+201C-201D,U+2022,U+2026"
)
# Letters and marks of Urdu, Kashmiri, Pashto, Punjabi and Arabic names; commas, full stops and their digits.
OUR_ARABIC: Final = (
    "U+060C,U+0610-0613,U+061B,U+061F-063A,U+0640-065B,U+065F,U+0660-066C,U+0670-0673,U+0679,U+067C,U+067E,U+0681,"
    "U+0685-0686,U+0688-0689,U+0691,U+0693,U+0696,U+0698,U+069A,U+06A9,U+06AB,U+06AF,U+06BA,U+06BC,U+06BE,"
    "U+06C0-06C4,U+06C6,U+06CC-06D5,U+06F0-06F9,U+200C-200D,U+FDF2,U+FDFA"
)
# Letters, marks and digits of Hindi and Dogri; those of Sanskrit, Marathi, Nepali and Sindhi come in the whole file.
OUR_DEVANAGARI: Final = (
    "U+0901-0903,U+0905-090B,U+090D,U+090F-0911,U+0913-0928,U+092A-0930,U+0932-0933,U+0935-0939,U+093C-0943,U+0945,"
    "U+0947-0949,U+094B-094D,U+0950,U+0958-095F,U+0964-096F,U+0970,U+200C-200D,U+20B9,U+25CC"
)


@dataclass(frozen=True)
class Face:
    """One file of @fontsource: its family in app.css, its characters, and the part of them that is cut out of it."""

    package: str
    subset: str
    weight: int
    family: str
    characters: str
    everyday: str | None = None

    @property
    def file(self) -> str:
        """Return the name of the file in its package."""
        return f"{self.package}-{self.subset}-{self.weight}-normal.woff2"

    @property
    def bold(self) -> bool:
        """Tell whether it stands in the sheet of the bold ones."""
        return self.weight > 400


FACES: Final = (
    *(Face("noto-sans", "latin", weight, "Noto Sans", LATIN, ENGLISH_TEXT) for weight in (400, 600)),
    Face("noto-sans", "latin-ext", 400, "Noto Sans", LATIN_EXTRA),
    *(Face("noto-sans-arabic", "arabic", weight, "Noto Sans Arabic", ARABIC, OUR_ARABIC) for weight in (400, 600)),
    *(
        Face("noto-sans-devanagari", "devanagari", weight, "Noto Sans Devanagari", DEVANAGARI, OUR_DEVANAGARI)
        for weight in (400, 600)
    ),
    Face("noto-nastaliq-urdu", "arabic", 400, "Noto Nastaliq Urdu", ARABIC, OUR_ARABIC),
)
# Of the names of the languages: an English page that offers Hindi need not fetch all of Devanagari for one word.
NAMES: Final = (
    Face("noto-sans-arabic", "arabic", 400, "Noto Names", ARABIC),
    Face("noto-sans-devanagari", "devanagari", 400, "Noto Names", DEVANAGARI),
)
FURTHER: Final = " Further"
FAMILY_NAMES: Final = (1, 4, 6, 16)  # of a font's name table: family, whole name, PostScript's, typographic family
RULE: Final = """@font-face {{ font-family: "{family}"; font-style: normal; font-weight: {weight}; font-display: swap;
  src: url("{file}?v={version}") format("woff2"); unicode-range: {characters}; }}
"""


def cut_faces(vendor: Path) -> dict[str, str]:
    """Cut the small files beside the whole ones and return the style sheets that name both.

    Bold letters stand in a sheet of their own: 58 KB, which the desk does without on its thin link; a browser thickens
    the plain ones.
    """
    rules = [(face, rule) for face in FACES for rule in _rules(face, vendor)]
    every_page = [rule for face, rule in rules if not face.bold]
    return {
        "fonts.css": "".join([*every_page, *(_names_rule(face, vendor) for face in NAMES)]),
        "bold.css": "".join(rule for face, rule in rules if face.bold),
    }


def write_print_faces(vendor: Path) -> None:
    """Write each whole file unpacked beside the others, as the pages that are printed need it.

    Paper knows no unicode-range and takes one file of a name and weight: a second one has a name of its own.
    """
    folder = vendor / "print"
    folder.mkdir(exist_ok=True)
    named: set[tuple[str, int]] = set()
    for face in FACES:
        font = TTFont(vendor / face.file)
        font.flavor = None
        if (face.family, face.weight) in named:
            _rename(font, face.family + FURTHER)
        named.add((face.family, face.weight))
        font.save(folder / face.file.replace(".woff2", ".ttf"))


def _rename(font: TTFont, family: str) -> None:
    for record in font["name"].names:
        if record.nameID in FAMILY_NAMES:
            font["name"].setName(family, record.nameID, record.platformID, record.platEncID, record.langID)


def _rules(face: Face, vendor: Path) -> Iterator[str]:
    yield _rule(face, vendor / face.file, face.characters)
    if face.everyday:  # named last, it wins for the characters that both have
        small = vendor / face.file.replace(".woff2", "-everyday.woff2")
        _cut(vendor / face.file, small, face.everyday)
        yield _rule(face, small, face.everyday)


def _names_rule(face: Face, vendor: Path) -> str:
    small = vendor / face.file.replace(".woff2", "-names.woff2")
    here = set(code_points(face.characters)) & {ord(letter) for known in KNOWN.values() for letter in known.name}
    characters = ",".join(f"U+{letter:04X}" for letter in sorted(here))
    _cut(vendor / face.file, small, characters)
    return _rule(face, small, characters, weight="400 600")  # no second file for the one that is chosen


def _rule(face: Face, file: Path, characters: str, weight: str = "") -> str:
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    return RULE.format(
        family=face.family, weight=weight or face.weight, file=file.name, version=version, characters=characters
    )


def _cut(whole: Path, small: Path, characters: str) -> None:
    options = Options(flavor="woff2", hinting=False)
    font = load_font(str(whole), options)
    cutter = Subsetter(options)
    cutter.populate(unicodes=list(code_points(characters)))
    cutter.subset(font)
    save_font(font, str(small), options)


def code_points(characters: str) -> Iterator[int]:
    """Return each character of a CSS unicode-range."""
    for part in characters.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
