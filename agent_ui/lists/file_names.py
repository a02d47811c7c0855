"""What is kept of the name that a browser gives a file."""

from typing import Final

LONGEST_NAME: Final = 150


def plain_name(filename: str) -> str:
    """Return a file's name without folders or what cannot be seen."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable())[-LONGEST_NAME:] or "list"
