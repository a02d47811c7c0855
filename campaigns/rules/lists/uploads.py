"""What may be sent of a file over a bad link, piece by piece, and by what the same file is known when it is chosen again."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from campaigns.rules.refusals import Refusal

LEAST_IN_CHUNK: Final = 1 << 14  # bytes; but for a file's last one: nobody fills the table with crumbs
MOST_AT_ONCE: Final = 5  # uploads of one person that are not whole yet
KEPT_FOR: Final = timedelta(days=7)  # an upload that has stopped
GOING_ON: Final = timedelta(minutes=2)  # an upload heard of within this time has not stopped


@dataclass(frozen=True)
class OfferedFile:
    """A file that somebody begins to send. `edges`: a hash of its first and last MiB, where the browser can make one."""

    filename: str
    size: int
    max_bytes: int
    last_modified: str = ""
    edges: str = ""

    @property
    def mark(self) -> str:
        """Return by what the same file is known."""
        told = "\0".join((self.filename, str(self.size), self.last_modified, self.edges))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True)
class WrongOffset(Refusal):
    """The chunk does not begin where the file goes on; `offset` says where that is."""

    offset: int = 0


def refuse_file(file: OfferedFile, *, begun: int) -> Refusal | None:
    """Say why a file cannot be begun by somebody who has so many unfinished ones."""
    if file.size <= 0:
        return Refusal("empty", "The file is empty: check that it was saved, and upload it again.")
    if file.size > file.max_bytes:
        mend = "save it as CSV, or upload it in parts, for example one district at a time."
        sizes = f"{file.size / (1 << 20):.0f} MB and at most {file.max_bytes / (1 << 20):.0f} MB can be taken"
        return Refusal("too_big", f"The file has {sizes}: {mend}")
    if begun >= MOST_AT_ONCE:
        return Refusal(
            "too_many_uploads",
            "You have too many unfinished uploads: go on with one of them, or delete one on its campaign's page.",
        )
    return None


def refuse_chunk(offset: int, size: int, *, received: int, whole: int) -> Refusal | None:
    """Say why a chunk is not the next one of a file of which so much is here."""
    if offset != received:
        return WrongOffset("wrong_offset", "The file goes on elsewhere: send the chunk from there.", offset=received)
    if offset + size > whole:
        return Refusal(
            "beyond_the_end", "More came than the file is long: it was changed meanwhile. Choose the file again."
        )
    if size < LEAST_IN_CHUNK and offset + size < whole:
        return Refusal("chunk_too_small", f"Only the last chunk may be smaller than {LEAST_IN_CHUNK} bytes.")
    return None


def share(part: int, whole: int) -> float:
    """Return how much of a file is here; never all of it before the last byte."""
    return 1.0 if part >= whole else min(part / whole, 0.99)
