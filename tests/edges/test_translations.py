"""Everything that pages and refusals say stands in every language, with the same places to fill."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from agent_ui.languages import LANGUAGES
from agent_ui.numbers import clock, number, percent
from agent_ui.translate import catalogs, page_text, texts
from agent_ui.words import LABELS, word
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.day_parts import DayPart
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.opt_outs import OptOutSource
from campaigns.rules.outcomes import Outcome
from campaigns.rules.roles import Role
from campaigns.rules.sampling import Shares, StrataBy
from campaigns.rules.verdicts import Reason, Verdict, Warn

PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")
ALL = [pytest.param(catalog, id=file.parts[-3]) for file, catalog in catalogs()]


def test_every_language_of_the_pages_but_english_has_a_catalog() -> None:
    assert {file.parts[-3] for file, _ in catalogs()} == set(LANGUAGES) - {"en"}


@pytest.mark.parametrize("catalog", ALL)
def test_everything_said_is_translated(catalog: Catalog) -> None:
    said = [message for message in page_text() if message.id]
    missing = [
        message.id
        for message in said
        if (found := catalog.get(message.id, message.context)) is None or not all(texts(found.string))
    ]
    assert missing == []


@pytest.mark.parametrize("catalog", ALL)
def test_no_translation_is_a_guess(catalog: Catalog) -> None:
    assert [message.id for message in catalog if message.fuzzy and message.id] == []


@pytest.mark.parametrize("catalog", ALL)
def test_a_translation_fills_the_same_places(catalog: Catalog) -> None:
    for message in catalog:
        if message.id and all(texts(message.string)):
            wanted = set(PLACES.findall(texts(message.id)[-1]))
            assert [set(PLACES.findall(form)) for form in texts(message.string)][-1] == wanted, message.id


@pytest.mark.parametrize(
    "vocabulary",
    [
        AgentStatus,
        PauseReason,
        CampaignStatus,
        DialMode,
        CaseStatus,
        DayPart,
        ListStatus,
        FileStatus,
        OptOutSource,
        Outcome,
        Role,
        Verdict,
        Reason,
        Warn,
        StrataBy,
        Shares,
    ],
)
def test_every_word_of_ours_has_a_label(vocabulary: type[AgentStatus]) -> None:
    assert [member for member in vocabulary if (type(member), member.value) not in LABELS] == []


def test_equal_words_of_two_vocabularies_keep_their_own_labels() -> None:
    assert word is not None
    assert LABELS[AgentStatus, "paused"] is not LABELS[CampaignStatus, "paused"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (18204, "18,204"),
        (1234567, "12,34,567"),
        (-100000, "-1,00,000"),
        (2.5, "2.5"),
    ],
)
def test_numbers_are_grouped_by_lakh(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("share", "written"), [(None, "–"), (0, "0%"), (0.034, "3.4%"), (0.68, "68%"), (1, "100%"), (0.996, "100%")]
)
def test_shares_are_short(share: float | None, written: str) -> None:
    assert percent(share) == written


@pytest.mark.parametrize(("seconds", "written"), [(-3, "00:00"), (134, "02:14"), (5000, "1:23:20")])
def test_clocks_count_minutes_and_seconds(seconds: int, written: str) -> None:
    assert clock(seconds) == written


def test_translations_hold_no_hidden_direction_marks() -> None:
    for file, _ in catalogs():
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", Path(file).read_text())
