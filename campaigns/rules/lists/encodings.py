"""The encodings in which offices save text; the officer chooses among them by how the names look."""

from enum import StrEnum


class TextEncoding(StrEnum):
    """An encoding of a text file, by the name that its codec has."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "windows-1252"  # Latin letters
    WINDOWS_1256 = "windows-1256"  # Arabic and Urdu letters
