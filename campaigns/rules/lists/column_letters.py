"""Names columns as spreadsheets do: A, B … Z, AA, AB."""

_LETTERS = 26


def column_letters(index: int) -> str:
    """Return a column's letters; 0 is A, 26 is AA."""
    written = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        written = chr(ord("A") + rest) + written
    return written


def column_index(letters: str) -> int | None:
    """Return the index of a column by its letters, in either case; None where they are none."""
    if not letters.isascii() or not letters.isalpha():
        return None
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
