"""Packs answers for slow links. Only what holds no secret: beside foreign text a packed secret betrays itself."""

import gzip
from functools import lru_cache

from flask import Response, request


def pack(answer: Response) -> Response:
    """Pack an answer for a browser that can unpack it."""
    answer.vary.add("Accept-Encoding")
    if answer.status_code == 200 and request.method == "GET" and request.accept_encodings.quality("gzip") > 0:
        answer.direct_passthrough = False
        plain = answer.get_data()
        answer.close()
        answer.set_data(_packed(plain))
        answer.headers["Content-Encoding"] = "gzip"
        tag, _weak = answer.get_etag()
        if tag:
            answer.set_etag(tag, weak=True)
    return answer


@lru_cache(maxsize=64)
def _packed(plain: bytes) -> bytes:
    return gzip.compress(plain, mtime=0)
