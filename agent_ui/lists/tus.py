"""The words of the tus protocol (tus.io, 1.0.0: core, creation, checksum, termination) in which chunks are sent."""

import hashlib
from base64 import b64decode
from typing import Final

from flask import Response, request

from agent_ui.lists.file_names import plain_name
from campaigns.rules.lists.uploads import OfferedFile

VERSION: Final = "1.0.0"
CHUNK: Final = "application/offset+octet-stream"
MISMATCH: Final = 460  # tus's own: the checksum does not fit the bytes
HASHES: Final = ("sha256", "sha1")
LONGEST_NUMBER: Final = 12  # digits


def offered_file(*, max_bytes: int) -> OfferedFile | None:
    """Return the file that the request describes by Upload-Length and Upload-Metadata; None where it does not."""
    size = _count("Upload-Length")
    told = dict(pair.split(" ", 1) for pair in _pairs(request.headers.get("Upload-Metadata", "")))
    try:
        words = {key: b64decode(value, validate=True).decode() for key, value in told.items()}
    except ValueError:
        return None
    if size is None or not words.get("filename"):
        return None
    name = plain_name(words["filename"])
    return OfferedFile(name, size, max_bytes, words.get("lastmodified", ""), words.get("edges", ""))


def chunk_offset() -> int | None:
    """Return where the chunk of this request begins; None where the request is no chunk."""
    return _count("Upload-Offset") if request.mimetype == CHUNK else None


def keeps_checksum(content: bytes) -> bool | None:
    """Tell whether the bytes are those that were sent; None where the checksum is one that we do not know."""
    told = request.headers.get("Upload-Checksum")
    if told is None:  # a page that is not on HTTPS cannot make one
        return True
    algorithm, _, digest = told.partition(" ")
    try:
        sent = b64decode(digest, validate=True)
    except ValueError:
        return None
    return hashlib.new(algorithm, content, usedforsecurity=False).digest() == sent if algorithm in HASHES else None


def say_tus(response: Response, *, most_bytes: int) -> Response:
    """Say which parts of the protocol are spoken here."""
    response.headers.update(
        {
            "Tus-Resumable": VERSION,
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,checksum,termination",
            "Tus-Checksum-Algorithm": ",".join(HASHES),
            "Tus-Max-Size": str(most_bytes),
        }
    )
    return response


def _pairs(metadata: str) -> list[str]:
    return [pair if " " in pair else f"{pair} " for pair in map(str.strip, metadata.split(",")) if pair]


def _count(header: str) -> int | None:
    told = request.headers.get(header, "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= LONGEST_NUMBER else None
