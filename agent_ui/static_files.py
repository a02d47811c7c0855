"""Addresses of static files that carry a hash of the content, so that browsers may keep them for ever."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"


def asset(path: str) -> str:
    """Return the address of a static file: `asset('app.css')`, `asset('vendor/htmx.min.js')`."""
    file = STATIC / path
    version = _hash(file, file.stat().st_mtime_ns) if file.is_file() else None
    return url_for("static", filename=path, v=version)


def keep_static_files(app: Flask) -> None:
    """Let browsers keep a file that was asked for by its hash; others are asked about again."""

    @app.after_request
    def add_cache_control(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "no-cache"
        return response


@lru_cache(maxsize=256)
def _hash(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
