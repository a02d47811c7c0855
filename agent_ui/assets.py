"""Set-up step: copies what the pages need from node_modules into static/vendor/ (`python -m agent_ui.assets`)."""

import re
import shutil
import sys
from pathlib import Path
from typing import Final

from agent_ui.fonts import FACES, cut_faces, write_print_faces

PROJECT: Final = Path(__file__).parent.parent
MODULES: Final = PROJECT / "node_modules"
VENDOR: Final = Path(__file__).parent / "static" / "vendor"

SCRIPTS: Final = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@twilio/voice-sdk/dist/twilio.min.js": "twilio.min.js",
}
ICONS: Final = (
    "arrow-left", "arrow-right", "check", "chevron-right", "circle", "circle-check", "circle-help",
    "clock", "coffee", "download", "eye", "file-spreadsheet", "grid-3x3", "hand", "headphones", "info", "languages",
    "log-out", "mic", "mic-off", "monitor", "octagon-alert", "pause", "pen-line", "phone", "phone-off",
    "phone-outgoing", "play", "printer", "refresh-cw", "search", "shield", "skip-forward", "triangle-alert", "upload",
    "user", "wifi-off", "x",
)  # fmt: skip


class AssetMissingError(Exception):
    """A file is not where its package should have put it."""


def copy_assets() -> int:
    """Copy scripts, fonts and icons; return how many files there are now."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in SCRIPTS.items():
        _copy(MODULES / source, VENDOR / name)
    for face in FACES:
        _copy(MODULES / "@fontsource" / face.package / "files" / face.file, VENDOR / face.file)
    for name, sheet in cut_faces(VENDOR).items():
        (VENDOR / name).write_text(sheet)
    write_print_faces(VENDOR)
    (VENDOR / "icons.svg").write_text(icon_sprite(MODULES / "lucide-static" / "icons"))
    return len(list(VENDOR.iterdir()))


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
