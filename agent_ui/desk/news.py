"""Only what has changed of a desk's state: a call costs a thin link two kilobytes, not forty.

The mark of a state holds a few letters for each of its parts, in their order (parts.py). A page that sends the mark of
what it has (`X-Knows`) gets the parts whose letters differ; one that sends none, or the mark of another version of
Raabta, gets the whole state. (Pages from before this division send theirs as `X-Has`, and get the whole, too.)
"""

import base64
import gzip
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
from flask import Response, request

from agent_ui.desk.parts import HOURS, joined, parts_of
from agent_ui.desk.state_json import without_ticking

KNOWS: Final = "X-Knows"
LETTERS: Final = 4  # of 64 each: one change in 16 million is not seen until the next
ALWAYS: Final = ("revision", "seconds")
SMALL: Final = 200  # bytes; less is not worth packing, which itself takes a header


def told(state: dict[str, Any], known: str = "") -> tuple[dict[str, Any] | None, str]:
    """Return what is new to whoever has the state of a mark (None where that mark says nothing), and the state's own mark.

    What only the clock moves does not change a mark; between two calls it keeps the hours for calling back of the last one.
    """
    had = _letters(known)
    marked = list(_marked(state, had))
    mark = "".join(letters for _, letters in marked)
    if len(had) != len(marked):
        return None, mark
    new = [part for (part, letters), before in zip(marked, had, strict=True) if letters != before]
    return joined(new) | {name: state[name] for name in ALWAYS}, mark


def answer_with(state: dict[str, Any], *, but: str = "") -> Response:
    """Answer with a state, or with what of it is new to the page that asks; packed, as nothing secret stands in it.

    `but`: a part that the page has itself just changed, and need not be told.
    """
    news, mark = told(state, request.headers.get(KNOWS, ""))
    if news is not None:
        news.pop(but, None)
    words = orjson.dumps(state if news is None else news)
    answer = Response(words, mimetype="application/json")
    if news is not None:
        answer.headers["X-Part"] = "1"
    if len(words) > SMALL and request.accept_encodings.quality("gzip") > 0:
        answer.set_data(gzip.compress(words, 6, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(mark, weak=True)
    return answer


def only_answers(answers: Mapping[str, Any], clock: dict[str, int]) -> Response:
    """Answer a page that has set the answers of its call itself, and for which nothing else is new."""
    answer = Response(orjson.dumps(clock), mimetype="application/json")
    answer.headers["X-Part"] = "answers"  # and what the page has heard meanwhile is newer
    answer.set_etag(_letters_of({"answers": dict(answers)}) + request.headers[KNOWS][LETTERS:], weak=True)
    return answer


def _letters(mark: str) -> list[str]:
    return [mark[at : at + LETTERS] for at in range(0, len(mark), LETTERS)]


def _marked(state: dict[str, Any], had: list[str]) -> Iterator[tuple[dict[str, Any], str]]:
    """Return each part of the state with its letters."""
    parts = list(parts_of({name: value for name, value in state.items() if name not in ALWAYS}))
    calm = parts_of(without_ticking(state))
    for place, (part, still) in enumerate(zip(parts, calm, strict=True)):
        if state["call"] is None and HOURS[0] in part and len(had) == len(parts):
            yield part, had[place]
        else:
            yield part, _letters_of(still)


def _letters_of(part: dict[str, Any]) -> str:
    digest = hashlib.sha256(orjson.dumps(part, option=orjson.OPT_SORT_KEYS)).digest()
    return base64.urlsafe_b64encode(digest)[:LETTERS].decode()
