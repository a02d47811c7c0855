"""Set-up step: copies what the pages need from node_modules into static/vendor/ (`python -m agent_ui.assets`)."""

import hashlib
import re
import shutil
import sys
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parent.parent
MODULES: Final = PROJECT / "node_modules"
VENDOR: Final = Path(__file__).parent / "static" / "vendor"

SCRIPTS: Final = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@twilio/voice-sdk/dist/twilio.min.js": "twilio.min.js",
}
LATIN: Final = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-200B,U+2010-206F,U+20AC,U+2122,U+2191,U+2193,U+2212"
LATIN_MORE: Final = "U+0100-02BA,U+1E00-1E9F,U+1EF2-1EFF,U+20A0-20AB,U+20AD-20C0"
ARABIC: Final = "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC"
DEVANAGARI: Final = "U+0900-097F,U+1CD0-1CF9,U+20B9,U+25CC,U+A8E0-A8FF"
# package, subset, weight, the family's name in app.css, the characters it is loaded for
FONTS: Final = tuple(
    (package, subset, weight, family, characters)
    for package, subset, family, characters, weights in (
        ("noto-sans", "latin", "Noto Sans", LATIN, (400, 600)),
        ("noto-sans", "latin-ext", "Noto Sans", LATIN_MORE, (400,)),
        ("noto-sans-arabic", "arabic", "Noto Sans Arabic", ARABIC, (400, 600)),
        ("noto-sans-devanagari", "devanagari", "Noto Sans Devanagari", DEVANAGARI, (400, 600)),
        ("noto-nastaliq-urdu", "arabic", "Noto Nastaliq Urdu", ARABIC, (400,)),
    )
    for weight in weights
)
ICONS: Final = (
    "arrow-left", "arrow-right", "check", "chevron-right", "circle", "circle-alert", "circle-check", "circle-help",
    "clock", "coffee", "delete", "download", "eye", "file-spreadsheet", "grid-3x3", "headphones", "info", "languages",
    "layout-grid", "log-out", "mic-off", "monitor", "octagon-alert", "pause", "pen-line", "phone", "phone-off",
    "phone-outgoing", "play", "printer", "refresh-cw", "search", "shield", "triangle-alert", "undo-2", "upload",
    "user", "users", "wifi", "wifi-off", "x",
)  # fmt: skip
FACE: Final = """@font-face {{ font-family: "{family}"; font-style: normal; font-weight: {weight}; font-display: swap;
  src: url("{file}?v={version}") format("woff2"); unicode-range: {characters}; }}
"""


class AssetMissingError(Exception):
    """A file is not where its package should have put it."""


def copy_assets(modules: Path = MODULES, vendor: Path = VENDOR) -> int:
    """Copy scripts, fonts and icons; return how many files there are now."""
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in SCRIPTS.items():
        _copy(modules / source, vendor / name)
    faces = []
    for package, subset, weight, family, characters in FONTS:
        file = f"{package}-{subset}-{weight}-normal.woff2"
        _copy(modules / "@fontsource" / package / "files" / file, vendor / file)
        version = hashlib.sha256((vendor / file).read_bytes()).hexdigest()[:12]
        faces.append(FACE.format(family=family, weight=weight, file=file, version=version, characters=characters))
    (vendor / "fonts.css").write_text("".join(faces))
    (vendor / "icons.svg").write_text(icon_sprite(modules / "lucide-static" / "icons"))
    return len(list(vendor.iterdir()))


def icon_sprite(folder: Path) -> str:
    """Return one SVG with every icon as a symbol; stroke and size come from app.css."""
    symbols = []
    for name in ICONS:
        drawing = _read(folder / f"{name}.svg")
        inner = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
        if inner is None:
            raise AssetMissingError(f"{name}.svg is not an icon")
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{" ".join(inner[1].split())}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise AssetMissingError(f"{source} is missing: run npm ci first")
    shutil.copyfile(source, target)


def _read(source: Path) -> str:
    if not source.is_file():
        raise AssetMissingError(f"{source} is missing: run npm ci first")
    return source.read_text()


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{copy_assets()} files in {VENDOR.relative_to(PROJECT)}\n")
    except AssetMissingError as error:
        sys.exit(str(error))
