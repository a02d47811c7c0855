"""Everyday text comes in the small fonts: no page of ours pulls a whole one over a slow link."""

import json
from pathlib import Path

from fontTools.ttLib import TTFont

from agent_ui.assets import VENDOR
from agent_ui.fonts import ENGLISH_TEXT, FACES, OUR_ARABIC, code_points
from agent_ui.translate import FOLDER, page_text, texts

EVERYDAY = set(code_points(ENGLISH_TEXT)) | set(code_points(OUR_ARABIC))
SCRIPT = Path(__file__).parents[2] / "workers" / "demo" / "old_age_pension_check.json"


def rare(text: str) -> set[str]:
    return {letter for letter in text if ord(letter) not in EVERYDAY and letter != "\n"}


def test_urdu_pages_need_no_rare_letter() -> None:
    assert rare((FOLDER / "ur" / "LC_MESSAGES" / "messages.po").read_text()) <= {"–", "↵", "⌫"}


def test_english_pages_need_no_rare_letter() -> None:
    said = "".join(form for message in page_text() for form in texts(message.id) if message.id)
    assert rare(said) == set()


def test_the_urdu_of_the_shipped_script_needs_no_rare_letter() -> None:
    def urdu(part: object) -> str:
        if isinstance(part, dict):
            return "".join([str(part.get("ur", "")), *map(urdu, part.values())])
        return "".join(map(urdu, part)) if isinstance(part, list) else ""

    assert rare(urdu(json.loads(SCRIPT.read_text(encoding="utf-8")))) == set()


def test_the_small_fonts_hold_their_letters_and_are_small() -> None:
    for face in FACES:
        if face.everyday:
            whole, small = (VENDOR / face.file, VENDOR / face.file.replace(".woff2", "-everyday.woff2"))
            with TTFont(whole) as all_letters, TTFont(small) as letters:
                wanted = set(code_points(face.everyday)) & set(all_letters.getBestCmap())
                assert wanted <= set(letters.getBestCmap())
            assert small.stat().st_size < whole.stat().st_size * 0.7
