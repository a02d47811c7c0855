"""Why an import failed is kept in English and said in the language of the page, with its place."""

import pytest
from flask import Flask

from agent_ui.lists.kept_problems import kept_problem
from campaigns.lists.give_up_imports import GIVEN_UP
from campaigns.lists.import_list import BROKE
from campaigns.sheets import unreadable
from tests.edges.test_lists_pages import app, floor

__all__ = ["app", "floor"]  # fixtures of the officer's pages
PLACED = [
    unreadable.nul_bytes(7, 2),
    unreadable.never_closed(7, 2),
    unreadable.cell_too_long(7, 2),
]
PROBLEMS = [
    *PLACED,
    unreadable.cell_too_long(7, None),
    unreadable.damaged(),
    unreadable.cut_off(),
    unreadable.locked(),
    unreadable.too_many_columns(7, 400),
    unreadable.nothing_visible(()),
    unreadable.nothing_visible(("People",)),
]


@pytest.mark.parametrize("hint", [*(problem.hint for problem in PROBLEMS), BROKE.hint, GIVEN_UP.hint])
def test_every_reason_is_said_in_urdu(app: Flask, hint: str) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "ur"}):
        said = kept_problem(hint)
    assert not set(said) & set("abcdefghijklmnopqrstuvwxyz"), said


@pytest.mark.parametrize("problem", PLACED, ids=lambda problem: problem.because)
def test_the_place_is_said_too(app: Flask, problem: unreadable.UnreadableFile) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "ur"}):
        said = kept_problem(problem.hint)
    assert "7" in said
    assert "C" in said


def test_in_english_it_is_the_sentence_itself(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert kept_problem(PLACED[0].hint) == PLACED[0].hint
