"""What people hear is said in every language that our voices have, with the same places to fill."""

import re
from collections.abc import Mapping

import pytest

from campaigns.rules.carrier import notices, words_to_callers
from campaigns.rules.carrier.words_to_callers import PROMISED, UNKNOWN, Called, promise_words, said_to

SAID = {"en", "ur", "hi"}
TEXTS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (notices, words_to_callers)
    for name, value in vars(module).items()
    if isinstance(value, dict) and "en" in value
}
OFFICE = Called("the Social Welfare Department", "+911942501234")


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_text_is_said_in_english_urdu_and_hindi_with_the_same_places(name: str) -> None:
    texts: Mapping[str, str] = TEXTS[name]
    assert set(texts) == SAID
    assert len({frozenset(re.findall(r"\{\w+\}", text)) for text in texts.values()}) == 1


def test_all_texts_are_looked_at() -> None:
    assert len(TEXTS) >= 12


@pytest.mark.parametrize(
    ("speaks", "hears"), [("ks", "ur"), ("ps", "ur"), ("doi", "hi"), ("pa", "ur"), ("hi", "hi"), ("ta", "en")]
)
def test_whose_language_we_do_not_say_hears_the_nearest(speaks: str, hears: str) -> None:
    assert said_to(PROMISED, [speaks], OFFICE)[1] == hears


@pytest.mark.parametrize("language", sorted(SAID))
def test_numbers_and_hours_are_said_in_latin_digits(language: str) -> None:
    said = said_to(UNKNOWN, [language], OFFICE)[0] + promise_words([language], OFFICE, None)[0]
    assert re.search(r"(?:\d ?){8,}", said)
    assert not re.search("[٠-٩۰-۹०-९]", said)
