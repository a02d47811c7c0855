"""Says in the language of the page why an import failed, which is kept as the English sentence with its place."""

import re
from typing import Final

from agent_ui.lists.refusals import sentence
from campaigns.rules.refusals import Refusal

# Words that stand in the sentences of sheets/unreadable.py and of no other.
_KNOWN_BY: Final = (
    ("holds NUL bytes", "nul_bytes"),
    ("is never closed", "quote_never_closed"),
    ("is longer than", "cell_too_long"),
    ("columns and at most", "too_many_columns"),
    ("neither a workbook nor text", "not_a_workbook"),
    ("ends too early", "cut_off"),
    ("is damaged", "corrupt"),
    ("protected by a password", "password"),
    ("would unpack", "zip_bomb"),
    ("has no sheet named", "no_such_sheet"),
    ("hidden ones are not read", "only_hidden"),
    ("holds a row", "empty"),
    ("holds no row", "empty"),
    ("can be taken", "too_big"),
)
_PLACE: Final = re.compile(r"\brow (\d+)(?:, column ([A-Z]+))?", re.IGNORECASE)


def kept_problem(text: str) -> str:
    """Return the sentence; one without figures is in the catalog as it stands."""
    because = next((word for words, word in _KNOWN_BY if words in text), "")
    place = _PLACE.search(text)
    row, column = (int(place[1]), place[2] or "") if place and because else (None, "")
    return sentence(Refusal(because, text, row=row, column=column))
