"""Static files: addresses that carry a hash of the content, so that browsers may keep them for ever; packed small."""

import gzip
import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
PACKED = frozenset({".css", ".js", ".svg"})  # pages are not: packing a secret beside foreign text betrays it


def asset(path: str) -> str:
    """Return the address of a static file: `asset('app.css')`, `asset('vendor/htmx.min.js')`."""
    file = STATIC / path
    version = _hash(file, file.stat().st_mtime_ns) if file.is_file() else None
    return url_for("static", filename=path, v=version)


def module_addresses() -> dict[str, str]:
    """Return the import map of our scripts: modules import each other by plain path and come by hash."""
    scripts = sorted(file.relative_to(STATIC).as_posix() for file in STATIC.rglob("*.js"))
    own = [path for path in scripts if not path.startswith("vendor/")]
    return {url_for("static", filename=path): asset(path) for path in own}


def keep_static_files(app: Flask) -> None:
    """Let browsers keep a file that was asked for by its hash, and ask again about others; send text packed."""

    @app.after_request
    def add_cache_control(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "no-cache"
            response.vary.add("Accept-Encoding")
            if response.status_code == 200 and request.accept_encodings.quality("gzip") > 0:
                _pack(response, STATIC / (request.view_args or {})["filename"])
        return response


def _pack(response: Response, file: Path) -> None:
    if file.suffix in PACKED and request.method == "GET":
        response.close()
        response.direct_passthrough = False
        response.set_data(_packed(file, file.stat().st_mtime_ns))
        response.headers["Content-Encoding"] = "gzip"
        response.set_etag(response.get_etag()[0] or "", weak=True)


@lru_cache(maxsize=256)
def _packed(file: Path, _changed: int) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)


@lru_cache(maxsize=256)
def _hash(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
