"""Packs answers for slow links. Only what holds no secret: beside foreign text a packed secret betrays itself."""

import gzip
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import brotli
from flask import Response, request

LONG: Final = 300_000  # bytes; the softphone's library alone is longer, and would take seconds at the best of brotli
_PACKERS: Final[dict[str, Callable[[bytes], bytes]]] = {  # the smaller first; browsers take it by https only
    "br": lambda plain: brotli.compress(plain, quality=11 if len(plain) < LONG else 8),
    "gzip": lambda plain: gzip.compress(plain, mtime=0),
}


def pack(answer: Response) -> Response:
    """Pack an answer for a browser that can unpack it."""
    answer.vary.add("Accept-Encoding")
    accepted = [way for way in _PACKERS if request.accept_encodings.quality(way) > 0]
    if answer.status_code == 200 and request.method == "GET" and accepted:
        answer.direct_passthrough = False
        plain = answer.get_data()
        answer.close()
        answer.set_data(_packed(plain, accepted[0]))
        answer.headers["Content-Encoding"] = accepted[0]
        tag, _weak = answer.get_etag()
        if tag:
            answer.set_etag(tag, weak=True)
    return answer


@lru_cache(maxsize=64)
def _packed(plain: bytes, way: str) -> bytes:
    return _PACKERS[way](plain)
