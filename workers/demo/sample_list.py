"""A department's list as departments send them: invented people, and the dirt of real lists (the same for a seed).

The numbers lie in series that no operator had been given when this was written; the identity numbers begin with the
digits of the issuer's test series.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from workers.demo.names import (
    BLOCKS,
    DISTRICTS,
    FAMILIES,
    HINDI_NAMES,
    MEN,
    OTHER_BLOCKS,
    URDU_NAMES,
    VILLAGES,
    WOMEN,
)

SERIES: Final = tuple(range(6010, 6020)) + tuple(range(6040, 6060))
TITLE: Final = (
    ("Government of Jammu & Kashmir",),
    ("Social Welfare Department",),
    ("List of beneficiaries under old-age pension, districts Bandipora and Kupwara",),
)
HEADER: Final = (
    "S.No",
    "Sanction No",
    "Name of Beneficiary",
    "Father/Husband Name",
    "Gender",
    "District",
    "Block",
    "Village",
    "Mobile No.",
    "Aadhaar No.",
    "Language",
)
PAGE: Final = 500  # the header is repeated where the printed page began
EASTERN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
DEVANAGARI: Final = str.maketrans("0123456789", "०१२३४५६७८९")
TIMES: Final = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
                (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
                (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
                (9, 8, 7, 6, 5, 4, 3, 2, 1, 0))  # fmt: skip
SHIFTS: Final = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
                 (8, 9, 1, 6, 0, 4, 3, 5, 2, 7), (9, 4, 5, 3, 1, 2, 6, 8, 7, 0), (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
                 (2, 7, 9, 3, 8, 0, 6, 4, 1, 5), (7, 0, 4, 6, 9, 1, 3, 2, 5, 8))  # fmt: skip


@dataclass
class Pen:
    """Writes one list; all its chance comes from one seed."""

    chance: random.Random
    numbers: set[str] = field(default_factory=set)
    last_number: str = ""

    def number(self) -> str:
        """Invent a mobile number that no other household of the list has."""
        while True:
            made = f"{self.chance.choice(SERIES)}{self.chance.randrange(10**6):06d}"
            if made not in self.numbers and len(set(made)) > 3:
                self.numbers.add(made)
                self.last_number = made
                return made


# How a phone cell looks, and how many of a hundred rows look so.
PHONES: Final[tuple[tuple[float, Callable[[Pen], Any]], ...]] = (
    (52, lambda pen: int(pen.number())),  # a number cell, as spreadsheets hold them
    (12, lambda pen: pen.number()),
    (4, lambda pen: f"+91-{pen.number()}"),
    (3, lambda pen: f"0{pen.number()}"),
    (2, lambda pen: f"0091 {pen.number()}"),
    (4, lambda pen: pen.last_number or pen.number()),  # the neighbour's row: one phone in the household
    (3, lambda pen: f"{pen.number()} / {pen.number()} (son)"),
    (1, lambda pen: f"{pen.number()},{pen.number()}"),
    (2, lambda pen: pen.number().translate(EASTERN)),
    (1, lambda pen: pen.number().translate(DEVANAGARI)),
    (4, lambda pen: None),
    (2, lambda pen: pen.chance.choice(("NA", "N/A", "nil", "not available", "-", "0"))),
    (2, lambda pen: pen.chance.choice((9999999999, "1234567890", "0000000000"))),
    (2, lambda pen: "6.01901E+09"),
    (3, lambda pen: pen.number()[: pen.chance.choice((8, 9))]),
    (2, lambda pen: f"{pen.number()[:4]}XXXX{pen.chance.randrange(100):02d}"),
    (1, lambda pen: f"01957-{pen.chance.randrange(10**6):06d}"),
)


def sample_list(rows: int, *, seed: int) -> list[list[Any]]:
    """Return the sheet: title rows, header, so many people, blank rows, repeated headers, a total, a signature."""
    pen = Pen(random.Random(seed))  # noqa: S311 - invented data
    sheet: list[list[Any]] = [list(line) for line in TITLE] + [[], list(HEADER)]
    for count in range(1, rows + 1):
        if count > 1 and count % PAGE == 1:
            sheet += [[], list(HEADER)]
        sheet.append(person_line(pen, count))
        if pen.chance.random() < 0.003:
            sheet.append(["", sheet[-1][1], *sheet[-1][2:]])  # pasted twice
    return [
        *sheet,
        [],
        ["", "", f"Total: {rows}"],
        ["", "", "", "", "", "", "", "Sd/- District Social Welfare Officer"],
    ]


def write_sample_list(path: Path, rows: int = 2_000, *, seed: int = 7) -> None:
    """Write the list as a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"in_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet("Beneficiaries")
        for at, line in enumerate(sample_list(rows, seed=seed)):
            for column, value in enumerate(line):
                if value is not None:
                    page.write(at, column, value)


def person_line(pen: Pen, count: int) -> list[Any]:
    """Return one person's line, with the dirt of real lists in some of its cells."""
    chance = pen.chance
    woman = chance.random() < 0.48
    district = chance.choice(tuple(BLOCKS))
    block = chance.choice(BLOCKS[district])
    relative = f"{chance.choice(MEN)} {chance.choice(FAMILIES)}"
    return [
        count,
        f"JK/OAP/{count:06d}",
        _name(chance, relative, woman=woman),
        relative,
        chance.choice("Ff") if woman else chance.choice(("M", "Male")),
        chance.choice(DISTRICTS[district]),
        OTHER_BLOCKS[block] if block in OTHER_BLOCKS and chance.random() < 0.15 else block,
        chance.choice(VILLAGES),
        chance.choices([how for _, how in PHONES], [share for share, _ in PHONES])[0](pen),
        _identity_number(chance) if chance.random() < 0.8 else "",
        chance.choice(("Urdu", "Urdu", "Kashmiri", "Hindi", "")),
    ]


def _name(chance: random.Random, relative: str, *, woman: bool) -> str:
    lot = chance.random()
    if lot < 0.005:
        return chance.choice(("", "-", "N.A."))
    if lot < 0.035:
        return chance.choice(URDU_NAMES)
    if lot < 0.05:
        return chance.choice(HINDI_NAMES)
    given, family = chance.choice(WOMEN if woman else MEN), chance.choice(FAMILIES)
    if lot < 0.25:
        return f"{given} {'W/o' if woman else 'S/o'} {relative}"
    if lot < 0.32:
        return f"{'Mst. ' if woman else ''}{given} {family}".upper()
    return f"{given} {family}"


def _identity_number(chance: random.Random) -> str:
    """Return a number of the test series 9999 with the check digit that makes it look real."""
    digits = f"9999{chance.randrange(10**7):07d}"
    check = 0
    for place, digit in enumerate(reversed(digits), start=1):
        check = TIMES[check][SHIFTS[place % 8][int(digit)]]
    last = TIMES[check].index(0)
    whole = f"{digits}{last}"
    return f"{whole[:4]} {whole[4:8]} {whole[8:]}"
