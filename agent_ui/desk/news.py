"""Only what has changed of a desk's state: a call costs a thin link two kilobytes, not forty.

The mark of a state holds a few letters for each of its parts, in the order of their names. A page that sends the mark
of what it has (`X-Has`) gets the parts whose letters differ; one that sends none, or the mark of another version of
Raabta, gets the whole state.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from flask import Response, request

from agent_ui.desk.state_json import without_ticking

LETTERS: Final = 4  # of 64 each: one change in 16 million is not seen until the next
ALWAYS: Final = ("revision", "seconds")
SMALL: Final = 150  # bytes; less is not worth packing


def mark_of(state: dict[str, Any]) -> str:
    """Return the mark of a state; what only the clock moves does not change it."""
    return "".join(letters for _, letters in _marked(state))


def news_of(state: dict[str, Any], known: str) -> dict[str, Any] | None:
    """Return the parts that whoever has the state of that mark does not know; None where the mark says nothing."""
    marked = list(_marked(state))
    if len(known) != LETTERS * len(marked):
        return None
    had = [known[at : at + LETTERS] for at in range(0, len(known), LETTERS)]
    news = {name: state[name] for (name, letters), before in zip(marked, had, strict=True) if letters != before}
    return news | {name: state[name] for name in ALWAYS}


def answer_with(state: dict[str, Any], *, but: str = "") -> Response:
    """Answer with a state, or with what of it is new to the page that asks; packed, as nothing secret stands in it.

    `but`: a part that the page has itself just changed, and need not be told.
    """
    news = news_of(state, request.headers.get("X-Has", ""))
    if news is not None:
        news.pop(but, None)
    words = json.dumps(state if news is None else news, ensure_ascii=False, separators=(",", ":")).encode()
    answer = Response(words, mimetype="application/json")
    if news is not None:
        answer.headers["X-Part"] = "1"
    if len(words) > SMALL and request.accept_encodings.quality("gzip") > 0:
        answer.set_data(gzip.compress(words, 6, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(mark_of(state), weak=True)
    return answer


def _marked(state: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, part in sorted(without_ticking(state).items()):
        digest = hashlib.sha256(json.dumps(part, sort_keys=True).encode()).digest()
        yield name, base64.urlsafe_b64encode(digest)[:LETTERS].decode()
