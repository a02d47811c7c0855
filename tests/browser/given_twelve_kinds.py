"""A list with twelve kinds of dirt, what the office's own register says of the people, and whether a row is right."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from campaigns.rules.verdicts import Verdict
from campaigns.store.tables import ListRow

NAME, FATHER, PHONE, OTHER, STATE, DISTRICT, BLOCK = range(1, 8)  # columns; a running number stands before them
HEADER: Final = ["S.No", "Name", "Father's name", "Mobile No", "Remarks", "State", "District", "Block"]
_COLUMNS: Final = {
    "name": NAME, "father": FATHER, "phone": PHONE, "other": OTHER, "state": STATE, "district": DISTRICT, "block": BLOCK,
}  # fmt: skip
_KRUTI_DEV: Final = [
    f"{one} {other}" for one in ("jke", "yky", "lhrk", "nsoh") for other in ("jke", "yky", "dqekj", "flag")
]
_WOMEN: Final = ("Fata", "Raja", "Zooni", "Sara", "Mala", "Noora", "Haleema", "Taja", "Khatija", "Mehtaba")
_SURNAMES: Final = ("Begum", "Bano", "Akhter", "Jan", "Dar", "Wani", "Lone", "Bhat", "Mir", "Sheikh", "Ganai", "Rather")


@dataclass(frozen=True)
class Person:
    """What is true of somebody: the office's own register, in which an officer can look her up."""

    name: str
    phone: str
    district: str = "district:623"
    block: str | None = "block:25@623"
    found: bool = True  # else the register has lost her, and nobody can mend her row


@dataclass(frozen=True)
class SeededList:
    """The file's path, and the rows of each kind of dirt with what is true of them."""

    path: Path
    bad: dict[str, dict[int, Person]]


class _Writer:
    def __init__(self) -> None:
        self.lines: list[list[object]] = [["Old-age pension, list of beneficiaries"], HEADER]
        self.bad: dict[str, dict[int, Person]] = {}
        self._people = 0

    def person(self, **more: Any) -> Person:
        self._people += 1
        at = self._people
        name = f"{_WOMEN[at % len(_WOMEN)]} {_SURNAMES[at // len(_WOMEN) % len(_SURNAMES)]}"
        return Person(name, f"94190{at * 137 % 90_000 + 10_000}", **more)

    def write(self, person: Person, **cells: str) -> None:
        plain = ["", person.name, "", person.phone, "", "J&K", "Bandipora", "Hajin"]
        line: list[object] = list(plain)
        for column, text in cells.items():
            line[_COLUMNS[column]] = text
        line[0] = len(self.lines)
        self.lines.append(line)

    def bad_row(self, kind: str, person: Person, **cells: str) -> None:
        self.write(person, **cells)
        self.bad.setdefault(kind, {})[len(self.lines)] = person


def given_twelve_kinds(path: Path) -> SeededList:
    """Write the list; good rows, totals and headings again stand between the bad ones."""
    writer = _Writer()
    for kind, seed in _KINDS.items():
        for good in range(4):
            writer.write(writer.person())
            if good == 2 and kind in ("dummy", "old_font"):
                writer.lines += [["", "Total", "", str(len(writer.lines))], HEADER]
        seed(writer)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(writer.lines)
    return SeededList(path, writer.bad)


def _missing(writer: _Writer) -> None:
    for at in range(8):
        person = writer.person(found=at < 7)
        writer.bad_row(
            "missing", person, phone=("NA", "")[at % 2], other=person.phone if person.found else "call later"
        )


def _rounded(writer: _Writer) -> None:
    for at in range(5):
        person = writer.person(found=at < 4)
        writer.bad_row("rounded", person, phone="9.41901E+09", other=person.phone if at < 3 else "")


def _dummy(writer: _Writer) -> None:
    for _ in range(6):
        person = writer.person()
        writer.bad_row("dummy", person, phone="9999999999", other=person.phone)


def _too_short(writer: _Writer) -> None:
    for _ in range(4):
        person = writer.person()
        writer.bad_row("too_short", person, phone=person.phone[:-2])


def _letter(writer: _Writer) -> None:
    for _ in range(4):
        person = writer.person()
        writer.bad_row("letter", person, phone=person.phone.replace("94190", "9419O"))


def _masked(writer: _Writer) -> None:
    for at in range(4):
        person = writer.person(found=at < 3)
        writer.bad_row("masked", person, phone=f"{person.phone[:4]}XXXX{person.phone[-2:]}")


def _swapped(writer: _Writer) -> None:
    for _ in range(4):
        person = writer.person()
        writer.bad_row("swapped", person, name=person.phone, phone=person.name)


def _nameless(writer: _Writer) -> None:
    for at in range(5):
        writer.bad_row("nameless", writer.person(found=at < 4), name=("", "XXX")[at % 2])


def _misspelt(writer: _Writer) -> None:
    for _ in range(6):
        writer.bad_row("misspelt", writer.person(block=None), district="Bandpora", block="")


def _namesakes(writer: _Writer) -> None:
    for _ in range(4):
        person = writer.person(district="district:510", block="block:5133@510")  # another stands in East Godavari
        writer.bad_row("namesakes", person, state="Andhra Pradesh", district="", block="Pamarru")


def _wrong_parent(writer: _Writer) -> None:
    for _ in range(4):
        writer.bad_row("wrong_parent", writer.person(), district="Srinagar")


def _old_font(writer: _Writer) -> None:
    for words in _KRUTI_DEV:
        writer.bad_row("old_font", writer.person(), father=words)


_KINDS: Final[dict[str, Callable[[_Writer], None]]] = {
    "missing": _missing,
    "rounded": _rounded,
    "dummy": _dummy,
    "too_short": _too_short,
    "letter": _letter,
    "masked": _masked,
    "swapped": _swapped,
    "nameless": _nameless,
    "misspelt": _misspelt,
    "namesakes": _namesakes,
    "wrong_parent": _wrong_parent,
    "old_font": _old_font,
}


def is_right(kind: str, row: ListRow, person: Person) -> bool:
    """Say whether a row says of her what is true, so that she is called as herself, at her number, in her place."""
    about = row.details.get("person", {})
    place = about.get("district_id") == person.district and person.block in (None, about.get("block_id"))
    hindi = kind != "old_font" or any("\u0900" <= letter <= "\u097f" for letter in about.get("relative_name", ""))
    called = row.verdict is Verdict.ACCEPTED and row.phones[:1] == [f"+91{person.phone}"] and row.name == person.name
    return called and place and hindi
