"""A file with sheets, read by a process of its own that a bad file may end: what it tells comes as JSON, line by line."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import orjson

from campaigns.rules.lists.encodings import TextEncoding
from campaigns.sheets.sheet import SheetKind
from campaigns.sheets.text_encoding import codec_of
from campaigns.sheets.unreadable import damaged, locked

_HOUSE: Final = Path(__file__).parents[2]
_READER: Final = "campaigns.sheets.workbook_reader"
_READER_OF_PAGES: Final = "campaigns.sheets.web_page_reader"


@dataclass(frozen=True)
class Workbook:
    """A file with sheets; `encoding` is that of a web page, the others know their own."""

    path: Path
    kind: SheetKind
    encoding: TextEncoding | None = None

    def told(self, ask: str, sheet: str = "") -> Iterator[Any]:
        """Yield what the reader tells, line by line.

        Raises:
            UnreadableFile: it is locked or damaged.
        """
        with self._reader(ask, sheet, subprocess.PIPE) as reader:
            yield from _lines(reader.stdout or ())
            _be_sure(reader)

    def tell_rows_beside(self, sheet: str) -> None:
        """Let the reader tell all rows of a sheet into a file beside this one.

        It holds the whole sheet in memory while it does: once, however many go on to read the rows.

        Raises:
            UnreadableFile: it is locked or damaged.
        """
        with self._beside.open("wb") as told, self._reader("rows", sheet, told) as reader:
            _be_sure(reader)

    def rows_told(self) -> Iterator[Any] | None:
        """Yield the rows that were told into the file beside this one; None where none were."""
        with suppress(FileNotFoundError):
            return _lines_of(self._beside.open("rb"))
        return None

    @property
    def _beside(self) -> Path:
        return self.path.with_name(f"{self.path.name}.rows")

    @contextmanager
    def _reader(self, ask: str, sheet: str, told: int | IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
        """Run the reader; however this ends, it is gone then."""
        asked = [str(self.path.absolute()), ask, sheet]
        reads = _READER
        if self.encoding is not None:
            reads, asked = _READER_OF_PAGES, [*asked, codec_of(self.path, self.encoding)]
        command = [sys.executable, "-E", "-s", "-m", reads, *asked]
        with subprocess.Popen(command, cwd=_HOUSE, stdout=told, stderr=subprocess.DEVNULL) as reader:  # noqa: S603 - our own file
            try:
                yield reader
            finally:
                reader.kill()


def _be_sure(reader: subprocess.Popen[bytes]) -> None:
    if reader.wait() != 0:
        raise damaged()


def _lines_of(told: IO[bytes]) -> Iterator[Any]:
    with told:
        yield from _lines(told)


def _lines(lines: Iterable[bytes]) -> Iterator[Any]:
    try:
        for line in lines:
            told = orjson.loads(line)
            if isinstance(told, dict) and "problem" in told:
                raise locked() if told["problem"] == "password" else damaged()
            yield told
    except orjson.JSONDecodeError as error:  # it ended in the middle of a line
        raise damaged() from error
