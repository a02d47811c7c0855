"""Static files: addresses that carry a hash of the content, so that browsers may keep them for ever; packed small."""

import hashlib
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

from agent_ui.packing import pack

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
PACKED = (".css", ".js", ".svg")
NOT_NEEDED = ("Accept-Ranges", "Content-Disposition", "Last-Modified")  # its ETag says more; each comes with each file


def asset(path: str) -> str:
    """Return the address of a static file: `asset('app.css')`, `asset('vendor/htmx.min.js')`."""
    file = STATIC / path
    version = _hash(file, file.stat().st_mtime_ns) if file.is_file() else None
    return url_for("static", filename=path, v=version)


def module_addresses() -> dict[str, str]:
    """Return the import map of our scripts: modules import each other by plain path and come by hash."""
    return _addresses(url_for("static", filename=""), tuple(sorted(_own_scripts())))


@lru_cache(maxsize=4)
def _addresses(_root: str, scripts: tuple[tuple[str, int], ...]) -> dict[str, str]:
    return {url_for("static", filename=path): asset(path) for path, _ in scripts}


def _own_scripts() -> Iterator[tuple[str, int]]:
    """Yield each script of ours with the moment of its last change: every page asks, and hardly ever has one changed."""
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(STATIC / folder) as entries:
            for entry in entries:
                path = f"{folder}{entry.name}"
                if entry.is_dir() and path != "vendor":
                    folders.append(f"{path}/")
                elif path.endswith(".js"):
                    yield path, entry.stat().st_mtime_ns


def keep_static_files(app: Flask) -> None:
    """Let browsers keep a file that was asked for by its hash, and ask again about others; send text packed."""

    @app.after_request
    def add_cache_control(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code in (200, 304):
            response.headers["Cache-Control"] = FOR_EVER if "v" in request.args else "no-cache"
            for name in NOT_NEEDED:
                response.headers.pop(name, None)
            if request.path.endswith(PACKED):
                pack(response)
        return response


@lru_cache(maxsize=256)
def _hash(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
