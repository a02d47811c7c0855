"""Brings every language's messages.po up to the pages' text: `python -m agent_ui.translate`, then fill in what is new."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

HERE: Final = Path(__file__).parent
FOLDER: Final = HERE / "translations"
SOURCES: Final = (HERE, HERE.parent / "campaigns")  # refusals' hints stand in campaigns
METHODS: Final = (("**.py", "python"), ("**/templates/**.html", "jinja2"))
OPTIONS: Final = {"**/templates/**.html": {"silent": "false"}}
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "Refusal": (2,), "Gap": (2,)}


def page_text() -> Catalog:
    """Return every message that pages and refusals may show, as it stands in the sources."""
    catalog = Catalog(project="Raabta")
    for source in SOURCES:
        for _file, _line, message, _comments, context in extract_from_dir(source, METHODS, OPTIONS, KEYWORDS):
            if "".join(message).strip():
                catalog.add(message, context=context)
    return catalog


def catalogs() -> Iterator[tuple[Path, Catalog]]:
    """Return each language's file and what it holds."""
    for file in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po")):
        with file.open("rb") as lines:
            yield file, read_po(lines, locale=file.parts[-3])


def bring_up_to_date() -> int:
    """Write new messages into each language's file, take out old ones; return how many wait for a translation."""
    waiting = 0
    for file, catalog in catalogs():
        written = catalog.creation_date
        catalog.update(page_text(), no_fuzzy_matching=True, update_creation_date=False)
        catalog.creation_date = written
        catalog.obsolete.clear()
        catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "Raabta"
        with file.open("wb") as lines:
            write_po(lines, catalog, no_location=True, sort_output=True, width=110)
        waiting += len([message for message in catalog if message.id and not all(texts(message.string))])
    return waiting


def texts(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a message or translation: one, or one for each plural; an empty one when there is none."""
    return (string or "",) if isinstance(string, str | None) else tuple(string) or ("",)


if __name__ == "__main__":
    sys.stdout.write(f"{bring_up_to_date()} messages wait for a translation\n")
