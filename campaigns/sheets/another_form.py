"""Names the form into which a certificate was brought on its way: packed, or saved anew by an editor."""

from typing import Final

_PACKED: Final = ((b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "ZIP"), (b"\xfd7zXZ\x00", "xz"), (b"7z\xbc\xaf", "7z"))
_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def another_form(first_line: bytes) -> str | None:
    """Return what was done to the whole file, from its first line with its end; None where its lines are to be read."""
    if not first_line:
        return "The file is empty: nothing of the certificate has arrived."
    for begin, name in _PACKED:
        if first_line.startswith(begin):
            return f"The file is packed ({name}): unpack it and check what comes out."
    if first_line.startswith(_MARKS):
        return "The file begins with a byte order mark: an editor has saved it anew. Take it as it was sent."
    if first_line.endswith(b"\r\n"):
        return "Its line ends were changed (CRLF): it was saved or sent as text. Take it as it was made, packed for the way."
    return None
