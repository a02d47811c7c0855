"""Files that a command writes: refused before the work begins where they cannot be, and never half there."""

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click


class WholeFile(click.Path):
    """The path of a file to write, as an option: absolute, in a folder that is there and takes files."""

    def __init__(self) -> None:
        """Take files only."""
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Follow links, and replace no device such as /dev/stdout."""
        named = Path(os.fsdecode(super().convert(value, param, ctx)))
        if named.exists() and not stat.S_ISREG(named.stat().st_mode):
            self.fail(f"{value} is a device, and not a file: name a file.", param, ctx)
        path = Path(os.path.realpath(named))
        if not path.parent.is_dir():
            self.fail(f"There is no folder {path.parent}: make it, or name another file.", param, ctx)
        if not os.access(path.parent, os.W_OK | os.X_OK):
            self.fail(f"Nobody may write into the folder {path.parent}: name another file.", param, ctx)
        return path


@contextmanager
def whole_file(out: Path) -> Iterator[IO[bytes]]:
    """Give a file beside `out`, which takes its place at the end, readable by its owner only; or none after an error."""
    with tempfile.NamedTemporaryFile("wb", dir=out.parent, prefix=f".{out.name}.", delete=False) as page:
        try:
            yield page
            page.flush()  # a full disk is met here at the latest
            os.replace(page.name, out)
        except BaseException:
            os.unlink(page.name)
            raise


def write_whole(out: Path, pieces: Iterable[bytes]) -> None:
    """Write a file of these pieces."""
    with whole_file(out) as page:
        page.writelines(pieces)
