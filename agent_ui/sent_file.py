"""The file of a form, on disk for as long as it is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import request

from campaigns.rules.refusals import Refusal
from campaigns.sheets.short_lived_folder import short_lived_folder

NO_FILE: Final = Refusal("no_file", "Choose a file first.")


@dataclass(frozen=True)
class SentFile:
    """Where the file lies, and what the browser calls it."""

    path: Path
    filename: str


@contextmanager
def sent_file() -> Iterator[SentFile | None]:
    """Yield the field `file` of the request; None where no file was chosen. It is gone afterwards."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        yield None
        return
    with short_lived_folder() as folder:
        path = folder / "upload"
        sent.save(path)
        yield SentFile(path, sent.filename)
