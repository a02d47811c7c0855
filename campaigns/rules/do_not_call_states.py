"""States of a do-not-call file: only one that stands silences its numbers."""

from enum import StrEnum
from typing import Final


class FileStatus(StrEnum):
    """Where a do-not-call file is."""

    READING = "reading"  # its numbers are being read; nobody is silenced by it yet
    FAILED = "failed"  # it could not be read
    COUNTED = "counted"  # an officer sees what is in it and decides
    STANDING = "standing"  # its numbers are not called
    ENDED = "ended"  # it silences nobody any more: never taken, replaced by a newer one, or lifted whole


class FileEvent(StrEnum):
    """What happens to one."""

    COUNT = "count"
    FAIL = "fail"
    TAKE = "take"
    END = "end"


TRANSITIONS: Final[dict[FileStatus, dict[FileEvent, FileStatus]]] = {
    FileStatus.READING: {
        FileEvent.COUNT: FileStatus.COUNTED,
        FileEvent.FAIL: FileStatus.FAILED,
        FileEvent.END: FileStatus.ENDED,
    },
    FileStatus.COUNTED: {FileEvent.TAKE: FileStatus.STANDING, FileEvent.END: FileStatus.ENDED},
    FileStatus.STANDING: {FileEvent.END: FileStatus.ENDED},
    FileStatus.FAILED: {FileEvent.END: FileStatus.ENDED},
    FileStatus.ENDED: {},
}


def advance(status: FileStatus, event: FileEvent) -> FileStatus | None:
    """Return the status after an event, or None where it does not apply."""
    return TRANSITIONS[status].get(event)
