"""Says in words what is wrong with a disk, a folder or a file."""

import errno
from typing import Final

_OF_THE_DISK: Final = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG),
    *(errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG),
}


def disk_in_words(trouble: OSError) -> str | None:
    """Say which file it is, and why it cannot be read or written; None where no disk is to blame."""
    if trouble.errno not in _OF_THE_DISK:
        return None
    why = trouble.strerror or "it cannot be read or written"
    return f"{trouble.filename}: {why}." if trouble.filename else f"What was to be written could not be: {why}."
