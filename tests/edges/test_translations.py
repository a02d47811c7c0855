"""Everything that pages and refusals say stands in every language, with the same places to fill."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from agent_ui.languages import DEFAULT, KNOWN, Progress, offered
from agent_ui.numbers import clock, number, percent
from agent_ui.translate import (
    AGENTS,
    agents_text,
    catalogs,
    compile_whole_ones,
    page_text,
    places,
    said_where,
    texts,
    waiting_in,
)
from agent_ui.words import LABELS, word
from campaigns.rules.agent_states import AgentStatus, PauseReason
from campaigns.rules.calling.day_parts import DayPart
from campaigns.rules.calling.opt_outs import OptOutSource
from campaigns.rules.campaign_states import CampaignStatus, DialMode
from campaigns.rules.case_states import CaseStatus
from campaigns.rules.do_not_call_states import FileStatus
from campaigns.rules.list_states import ListStatus
from campaigns.rules.lists.sampling import Shares, StrataBy
from campaigns.rules.outcomes import Outcome
from campaigns.rules.roles import Role
from campaigns.rules.verdicts import Reason, Verdict, Warn

ROOT = Path(__file__).parents[2]
RELEASED = ("en", "hi", "ur")  # complete at every release
OF_AGENTS = ("doi", "ks", "ps")  # complete as far as agents' pages go
FILES = {file.parts[-3]: catalog for file, catalog in catalogs()}
ALL = [pytest.param(catalog, id=tag) for tag, catalog in FILES.items()]
WHOLE = [pytest.param(FILES[tag], id=tag) for tag in sorted({*RELEASED, *offered()} - {DEFAULT})]


def test_every_language_that_we_know_has_a_catalog_of_its_own() -> None:
    assert set(FILES) == set(KNOWN) - {DEFAULT}
    assert all(catalog.num_plurals == 2 for catalog in FILES.values())


@pytest.mark.parametrize("catalog", WHOLE)
def test_rehearsing_a_campaign_and_practising_calls_have_words_of_their_own(catalog: Catalog) -> None:
    rehearsing, practising = (
        {text for word in words for text in texts(catalog[word].string)}
        for words in (("Rehearse", "Rehearsal"), ("Practise", "Practice"))
    )
    assert not rehearsing & practising  # they stand side by side on the page of a campaign


@pytest.mark.parametrize("catalog", WHOLE)
def test_everything_said_is_translated(catalog: Catalog) -> None:
    assert [message.id for message in waiting_in(catalog, page_text())] == []


@pytest.mark.parametrize("tag", OF_AGENTS)
def test_everything_said_to_agents_is_translated(tag: str) -> None:
    assert [message.id for message in waiting_in(FILES[tag], agents_text())] == []


@pytest.mark.parametrize("catalog", ALL)
def test_no_translation_is_a_guess(catalog: Catalog) -> None:
    assert [message.id for message in catalog if message.fuzzy and message.id] == []


@pytest.mark.parametrize("catalog", ALL)
def test_a_translation_fills_the_same_places(catalog: Catalog) -> None:
    for message in catalog:
        if message.id and all(forms := texts(message.string)):
            wanted = places(texts(message.id)[-1])
            assert places(forms[-1]) == wanted, message.id
            assert all(places(form) <= wanted for form in forms), message.id


def test_a_language_that_lacks_one_text_is_not_offered() -> None:
    assert offered({"ur": Progress(texts=1000, done=1000), "hi": Progress(texts=1000, done=999)}) == {
        "en": "English",
        "ur": "اردو",
    }


def test_a_language_that_has_the_texts_of_agents_pages_is_offered_to_agents_alone() -> None:
    far = {"ks": Progress(1000, 200, agents_texts=200, agents_done=200), "ps": Progress(1000, 199, 200, 199)}
    assert list(offered(far, to_agents=True)) == ["en", "ks"]
    assert list(offered(far)) == ["en"]


OF_OFFICERS = (  # an agent's pages read what these decided: nobody is refused by them there
    "campaigns/practice/change_practice_rule.py",
    "campaigns/rules/lists/",
    "campaigns/rules/scripts/faults.py",
    "campaigns/shared/passwords.py",
)


def test_all_that_agents_pages_can_say_counts_as_said_to_agents() -> None:
    used = modules_behind("desk", "practice", "sign_in")
    uncounted = {
        said.message
        for said in said_where()
        if said.where in used and not said.where.startswith((*AGENTS, *OF_OFFICERS))
    }
    assert "campaigns/rules/refusals.py" in used
    assert uncounted == set()


def modules_behind(*folders: str) -> set[str]:
    """Return the files of ours that the pages of these folders import, and those that these import."""
    waiting = [
        file for folder in folders for file in (ROOT / "agent_ui" / folder).glob("*.py") if file.stem != "passed_pages"
    ]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [there for name in imported(file) if (there := ROOT / f"{name.replace('.', '/')}.py").is_file()]
    return {file.relative_to(ROOT).as_posix() for file in found}


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def test_a_language_half_translated_is_not_compiled_and_one_that_is_whole_is(tmp_path: Path) -> None:
    said = page_text()
    for tag, messages, without in (("ks", said, None), ("ps", said, "Sign in"), ("doi", agents_text(), None)):
        catalog = Catalog(locale=tag)
        for message in messages:
            if message.id and message.id != without:
                catalog.add(message.id, string=message.id)
        file = tmp_path / tag / "LC_MESSAGES" / "messages.po"
        file.parent.mkdir(parents=True)
        with file.open("wb") as lines:
            write_po(lines, catalog)
    far = compile_whole_ones(tmp_path)
    assert (far["ks"].whole, far["ps"].texts - far["ps"].done) == (True, 1)
    assert (far["doi"].whole, far["doi"].whole_for_agents) == (False, True)
    assert sorted(file.parts[-3] for file in tmp_path.glob("*/LC_MESSAGES/*.mo")) == ["doi", "ks"]
    assert (tmp_path / "progress.json").is_file()


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


@pytest.mark.parametrize("tag", ["hi", "doi"])
def test_no_danda_stands_behind_a_number_where_it_reads_like_a_one(tag: str) -> None:
    said = [form for message in FILES[tag] if message.id for form in texts(message.string)]
    assert [form for form in said if re.search(r"(?:\d|\)s|\})।", form)] == []
