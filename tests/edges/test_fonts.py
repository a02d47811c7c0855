"""Everyday text comes in the small fonts: no page of ours pulls a whole one over a slow link."""

import json
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from agent_ui.assets import VENDOR
from agent_ui.fonts import ENGLISH_TEXT, FACES, NAMES, OUR_ARABIC, OUR_DEVANAGARI, Face, code_points
from agent_ui.languages import KNOWN
from agent_ui.translate import FOLDER, page_text, texts

EVERYDAY = {letter for part in (ENGLISH_TEXT, OUR_ARABIC, OUR_DEVANAGARI) for letter in code_points(part)}
# Of the alphabets, not of our texts: names and scripts come in all of them, whether the pages are translated or not.
KASHMIRI = "ابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوۄہھیؠےآأئؤۆۍێٲٳ\u0654\u0655\u0656\u0657\u064e\u064f\u0650\u065a"
PASHTO = "اآبپتټثجځچڅحخدډذرړزژږسشښصضطظعغفقکګلمنڼوهۀيېۍیئءأؤ"
DOGRI = "अआइईउऊएऐओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहऽँंः़ािीुूेैोौ्।॥ड़ढ़"
ALPHABETS = {
    "noto-sans-arabic": KASHMIRI + PASHTO + "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩",
    "noto-nastaliq-urdu": KASHMIRI + PASHTO + "۰۱۲۳۴۵۶۷۸۹",
    "noto-sans-devanagari": DOGRI + "०१२३४५६७८९",
}
SCRIPT = Path(__file__).parents[2] / "workers" / "demo" / "old_age_pension_check.json"


def rare(text: str) -> set[str]:
    return {letter for letter in text if ord(letter) not in EVERYDAY and letter != "\n"}


@pytest.mark.parametrize("tag", sorted(set(KNOWN) - {"en"}))
def test_pages_need_no_rare_letter(tag: str) -> None:
    assert rare((FOLDER / tag / "LC_MESSAGES" / "messages.po").read_text()) <= {"–", "↵", "⌫"}


def test_english_pages_need_no_rare_letter() -> None:
    said = "".join(form for message in page_text() for form in texts(message.id) if message.id)
    assert rare(said) == set()


@pytest.mark.parametrize("tag", ["ur", "hi"])
def test_the_shipped_script_needs_no_rare_letter(tag: str) -> None:
    def said(part: object) -> str:
        if isinstance(part, dict):
            return "".join([str(part.get(tag, "")), *map(said, part.values())])
        return "".join(map(said, part)) if isinstance(part, list) else ""

    assert rare(said(json.loads(SCRIPT.read_text(encoding="utf-8")))) == set()


@pytest.mark.parametrize("face", [face for face in FACES if face.package in ALPHABETS], ids=lambda face: face.file)
def test_the_small_fonts_hold_the_alphabets_of_kashmir_jammu_and_peshawar(face: Face) -> None:
    with TTFont(VENDOR / face.file.replace(".woff2", "-everyday.woff2")) as letters:
        assert set(map(ord, ALPHABETS[face.package])) - set(letters.getBestCmap()) == set()


def test_the_names_of_the_languages_come_without_their_whole_fonts() -> None:
    held: set[int] = set()
    for face in NAMES:
        file = VENDOR / face.file.replace(".woff2", "-names.woff2")
        assert file.stat().st_size < 6_000
        with TTFont(file) as letters:
            held |= set(letters.getBestCmap())
    assert {ord(letter) for known in KNOWN.values() for letter in known.name if not letter.isascii()} <= held


def test_the_small_fonts_hold_their_letters_and_are_small() -> None:
    for face in FACES:
        if face.everyday:
            whole, small = (VENDOR / face.file, VENDOR / face.file.replace(".woff2", "-everyday.woff2"))
            with TTFont(whole) as all_letters, TTFont(small) as letters:
                wanted = set(code_points(face.everyday)) & set(all_letters.getBestCmap())
                assert wanted <= set(letters.getBestCmap())
            assert small.stat().st_size < whole.stat().st_size * 0.7
