"""Keeps every language's messages.po beside the pages' text (`python -m agent_ui.translate`) and compiles the whole ones."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from agent_ui.languages import PROGRESS, Progress

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE / "translations"
SOURCES: Final = (HERE, HERE.parent / "campaigns")  # refusals' hints stand in campaigns
METHODS: Final = (("**.py", "python"), ("**/templates/**.html", "jinja2"))
OPTIONS: Final = {"**/templates/**.html": {"silent": "false"}}
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "Refusal": (2,), "Gap": (2,)}
# Where the texts stand that an agent can come to see. A language may have these alone: an office in Kashmir reads Urdu, but
# who talks Kashmiri all day may have her desk in it.
AGENTS: Final = (
    "agent_ui/desk/",
    "agent_ui/errors.py",
    "agent_ui/language_names.py",
    "agent_ui/numbers.py",
    "agent_ui/practice/acts.py",
    "agent_ui/practice/practice_words.py",
    "agent_ui/practice/sentences.py",
    "agent_ui/practice/templates/practice/desk.html",
    "agent_ui/sign_in/",
    "agent_ui/templates/desk/",
    "agent_ui/templates/error.html",
    "agent_ui/templates/layout.html",
    "agent_ui/templates/parts.html",
    "agent_ui/words.py",
    "agent_ui/written.py",
    "campaigns/desk/",
    "campaigns/practice/begin_practice_call.py",
    "campaigns/referrals/refer_problem.py",
    "campaigns/rules/calling/preview.py",
    "campaigns/rules/desk/",
    "campaigns/rules/refusals.py",
    "campaigns/shared/practised.py",
    "campaigns/shared/shared_phones.py",
    "campaigns/users/set_desk_phone.py",
    "campaigns/users/sign_in.py",
)
PLACES: Final = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


class Said(NamedTuple):
    """A message, or one and its plural; `where`: its file, from the top folder."""

    where: str
    message: str | tuple[str, ...]
    context: str | None


@cache
def page_text() -> Catalog:
    """Return every message that pages and refusals may show, as it stands in the sources."""
    return _catalog_of(said_where())


@cache
def agents_text() -> Catalog:
    """Return those of them that agents may be shown."""
    return _catalog_of(said for said in said_where() if said.where.startswith(AGENTS))


@cache  # two seconds of reading
def said_where() -> tuple[Said, ...]:
    """Return each message of the sources with the file that says it, as often as it is said."""
    return tuple(
        Said(f"{source.name}/{file}", message, context)
        for source in SOURCES
        for file, _line, message, _comments, context in extract_from_dir(source, METHODS, OPTIONS, KEYWORDS)
        if "".join(message).strip()
    )


def _catalog_of(all_said: Iterable[Said]) -> Catalog:
    catalog = Catalog(project="Raabta")
    for said in all_said:
        catalog.add(said.message, context=said.context)
    return catalog


def catalogs(folder: Path = FOLDER) -> Iterator[tuple[Path, Catalog]]:
    """Return each language's file and what it holds."""
    for file in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        with file.open("rb") as lines:
            yield file, read_po(lines, locale=file.parts[-3])


def bring_up_to_date() -> int:
    """Write new messages into each language's file, take out old ones; return how many wait for a translation."""
    waiting = 0
    said = page_text()
    for file, catalog in catalogs():
        written = catalog.creation_date
        catalog.update(said, no_fuzzy_matching=True, update_creation_date=False)
        catalog.creation_date = written
        catalog.obsolete.clear()
        catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "Raabta"
        with file.open("wb") as lines:
            write_po(lines, catalog, no_location=True, sort_output=True, width=110)
        waiting += len(waiting_in(catalog, said))
    return waiting


def compile_whole_ones(folder: Path = FOLDER) -> dict[str, Progress]:
    """Compile each language that is whole, or is for agents, so that none is ever shown half; write down how far each is."""
    far = {}
    for file, catalog in catalogs(folder):
        reached = Progress(*_counted(catalog, page_text()), *_counted(catalog, agents_text()))
        far[file.parts[-3]] = reached
        compiled = file.with_suffix(".mo")
        if reached.whole_for_agents:
            with compiled.open("wb") as lines:
                write_mo(lines, catalog)
        else:
            compiled.unlink(missing_ok=True)
    (folder / PROGRESS.name).write_text(json.dumps({tag: asdict(reached) for tag, reached in far.items()}))
    return far


def _counted(catalog: Catalog, said: Catalog) -> tuple[int, int]:
    texts_said = len([message for message in said if message.id])
    return texts_said, texts_said - len(waiting_in(catalog, said))


def waiting_in(catalog: Catalog, said: Catalog) -> list[Message]:
    """Return the messages of the pages that a language lacks, only guesses, or fills other places of."""
    return [message for message in said if message.id and not _stands(catalog.get(message.id, message.context))]


def _stands(found: Message | None) -> bool:
    if found is None or found.fuzzy or not all(texts(found.string)):
        return False
    forms = texts(found.string)  # one of something may be said without its number
    wanted = places(texts(found.id)[-1])
    return places(forms[-1]) == wanted and all(places(form) <= wanted for form in forms)


def places(text: str) -> set[str]:
    """Return the places of a text that are filled in when it is shown."""
    return set(PLACES.findall(text))


def texts(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a message or translation: one, or one for each plural; an empty one when there is none."""
    return (string or "",) if isinstance(string, str | None) else tuple(string) or ("",)


if __name__ == "__main__":
    if sys.argv[1:] == ["compile"]:
        for tag, far in compile_whole_ones().items():
            if far.whole_for_agents and not far.whole:
                sys.stdout.write(f"Offered to agents alone: {tag} ({far.done} of {far.texts} texts)\n")
            elif not far.whole:
                waits = f"{tag} ({far.agents_done} of {far.agents_texts})"
                sys.stdout.write(f"Not offered until all texts of agents' pages stand: {waits}\n")
    else:
        sys.stdout.write(f"{bring_up_to_date()} messages wait for a translation\n")
