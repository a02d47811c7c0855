"""What is copied out of a report in Urdu is what stands on it: each letter once, its dots not as letters of their own."""

import unicodedata
from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from agent_ui.numbers import isolated, percent
from agent_ui.typeset import Column, PrintedReport, PrintedTable, typeset
from tests.edges.test_tier_pages import app as app
from tests.edges.test_tier_pages import floor as floor

SENTENCE = "لوگ جن سے رابطہ ہوا، ضلع بانڈی پورہ کی رپورٹ"
PLACES = ("بڈگام", "اننت ناگ", "کپواڑہ")
DIRECTIONS = ("BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
MARKS = ("\u200e", "\u200f")
IN_HINDI = "लोगों से सम्पर्क हुआ, ज़िला बांदीपोरा की रिपोर्ट"


def report(sentence: str) -> PrintedReport:
    table = PrintedTable(sentence, [Column(sentence)], [[place] for place in PLACES])
    return PrintedReport("1", sentence, "2", [sentence], [table])


def copied(paper: bytes) -> Counter[str]:
    """The letters of all pages as a reader's clipboard has them: by what is told in their place, else by the font."""
    found = Counter[str]()
    for page in PdfReader(BytesIO(paper)).pages:
        found.update(_told(page))
    return found


def _told(page: PageObject) -> str:
    resources: Any = page["/Resources"]
    fonts = {name: _letters(font.get_object()) for name, font in resources["/Font"].items()}
    said, marks, font = "", [], {}
    for operands, operator in ContentStream(page.get_contents(), None).operations:
        if operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            marks.append(operands[1].get("/ActualText") if len(operands) > 1 else None)
            said += marks[-1] or ""
        elif operator == b"EMC":
            marks.pop()
        elif operator in (b"TJ", b"Tj") and all(mark is None for mark in marks):
            parts = operands[0] if operator == b"TJ" else operands
            shown = b"".join(part.original_bytes for part in parts if hasattr(part, "original_bytes"))
            said += "".join(font.get(shown[at : at + 2].hex().upper(), "") for at in range(0, len(shown), 2))
    return said


def _letters(font: Any) -> dict[str, str]:
    lines = font["/ToUnicode"].get_object().get_data().decode().splitlines()
    pairs = [line.replace("<", "").replace(">", "").split() for line in lines if line.startswith("<")]
    return {pair[0].upper(): bytes.fromhex(pair[1]).decode("utf-16-be") for pair in pairs if len(pair) == 2}


@pytest.mark.parametrize(("language", "sentence"), [("ur", SENTENCE), ("hi", IN_HINDI)])
def test_every_letter_of_a_report_is_copied_once(app: Flask, language: str, sentence: str) -> None:
    with app.test_request_context(), force_locale(language):
        found = copied(typeset(report(sentence)))
    written = Counter(sentence * 4 + "".join(PLACES))
    assert {one: found[one] for one in written if one.strip()} == {one: n for one, n in written.items() if one.strip()}


@pytest.mark.parametrize(("language", "sentence"), [("ur", SENTENCE), ("hi", IN_HINDI), ("en", "Reached in")])
def test_a_number_is_copied_as_its_digits_alone(app: Flask, language: str, sentence: str) -> None:
    with app.test_request_context(), force_locale(language):
        told = ", ".join((percent(0.34), isolated("+911600123456"), isolated("SWD/114"), "6010000001"))
        found = copied(typeset(report(f"{sentence} {told}")))
    assert not {one for one in found if one in MARKS or unicodedata.bidirectional(one) in DIRECTIONS}
    assert (found["%"], found["W"], found["+"]) == (4, 4, 4)
