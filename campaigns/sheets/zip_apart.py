"""Has a large zipped workbook looked at by a process of its own, `-m campaigns.sheets.zip_apart FILE`.

To unpack a gigabyte takes ten seconds of a processor, and in ours every other page would wait for it.
"""

import json
import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

from campaigns.sheets.look_inside_zip import look_inside_zip
from campaigns.sheets.sheet import SheetKind
from campaigns.sheets.unreadable import UnreadableFile, cut_off, damaged

MOST_HERE: Final = 4 << 20  # bytes unpacked that are looked at in our own process: 50 ms
MOST_SECONDS: Final = 60  # of a processor; the most that is unpacked at all takes a quarter of it
_END: Final = b"PK\x05\x06"
_LONGEST_END: Final = 22 + (1 << 16)  # bytes: its fields and a comment
_HOUSE: Final = Path(__file__).parents[2]


def look_inside(path: Path) -> SheetKind:
    """Return which workbook the zip holds, or raise UnreadableFile where it is none or is not safe to open."""
    if _unpacked(path) <= MOST_HERE:
        return look_inside_zip(path)
    command = [sys.executable, "-m", __name__, str(path.absolute())]
    looked = subprocess.run(command, cwd=_HOUSE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)  # noqa: S603 - our own file
    if looked.returncode < 0:
        raise UnreadableFile(
            "zip_bomb", "The workbook takes too long to unpack: save the sheet with the people as CSV and upload that."
        )
    told = json.loads(looked.stdout) if looked.returncode == 0 else {}
    if "kind" in told:
        return SheetKind(told["kind"])
    raise UnreadableFile(**told) if told else damaged()


def _unpacked(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise (damaged() if _has_end(path) else cut_off()) from error


def _has_end(path: Path) -> bool:
    """Tell whether the list of what a zip holds stands where it should: in its last bytes."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _LONGEST_END, 0))
        return _END in file.read()


def main(path: str) -> None:
    """Look at a file and tell what it is, or why it is not opened, as one line of JSON."""
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    os.nice(5)
    try:
        told: dict[str, object] = {"kind": look_inside_zip(Path(path)).value}
    except UnreadableFile as why:
        told = {"because": why.because, "hint": why.hint, "row": why.row, "column": why.column}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
