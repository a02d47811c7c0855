"""Joins our own modules into one script: over a link with 840 ms there and back, one file comes seconds before twenty.

No build step: the modules stay as they are, and the joined script is made of them when it is first asked for. Each
module becomes a block of its own; what it exports stands in a constant that later blocks take their imports from.
Modules import each other by `./name.js`, export by name where they declare, and never in a circle; a test holds them to it.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
_IMPORT: Final = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.MULTILINE)
_LATER: Final = re.compile(r'await import\("([^"]+)"\)')
_EXPORT: Final = re.compile(r"^export (?=(?:async )?function (\w+)|class (\w+)|const (\w+))", re.MULTILINE)
_COMMENT: Final = re.compile(r"(?<=[;{,]) // .*$|^ *//.*$", re.MULTILINE)
_ANY: Final = re.compile(r"^(?:import|export)\b.*|^.* // .*", re.MULTILINE)
_GOES_ON: Final = re.compile(r"(?<=[,;({\[])\n")  # a line that the next one may follow at once


class BundleError(Exception):
    """A module is written in a way that cannot be joined."""


def bundle(entry: str) -> str:
    """Return one script of a module and all that it imports, `desk/open.js` for example."""
    modules = _in_order(STATIC / entry)
    newest = max(module.stat().st_mtime_ns for module in modules)
    return _joined(modules, newest)


def _in_order(entry: Path) -> tuple[Path, ...]:
    order: list[Path] = []

    def visit(module: Path, above: tuple[Path, ...]) -> None:
        if module in above:
            raise BundleError(f"{module.name} is imported in a circle")
        if module in order:
            return
        text = module.read_text(encoding="utf-8")
        for name in [*(path for _, path in _IMPORT.findall(text)), *_LATER.findall(text)]:
            visit((module.parent / name).resolve(), (*above, module))
        order.append(module)

    visit(entry.resolve(), ())
    return tuple(order)


@lru_cache(maxsize=4)
def _joined(modules: tuple[Path, ...], _newest: int) -> str:
    return "".join(_block(module) for module in modules)


def _block(module: Path) -> str:
    """Return a module as a block that leaves nothing behind but its exports."""
    text = module.read_text(encoding="utf-8")
    exports = ["".join(names) for names in _EXPORT.findall(text)]
    text = _IMPORT.sub(
        lambda found: f"const {{{found[1]}}} = {_constant(module, found[2])};\n".replace(" as ", ": "), text
    )
    text = _COMMENT.sub("", _EXPORT.sub("", _LATER.sub(lambda found: _constant(module, found[1]), text)))
    if left := _ANY.search(text):
        raise BundleError(f"{module.name}: {left[0]}")
    text = _GOES_ON.sub("", re.sub(r"^\s+", "", text, flags=re.MULTILINE))  # comments and indents need not travel
    name = _constant(module, f"./{module.name}")
    return f"const {name} = {{}};\n{{\n{text}Object.assign({name}, {{ {', '.join(exports)} }});\n}}\n"


def _constant(module: Path, name: str) -> str:
    path = (module.parent / name).resolve().relative_to(STATIC.resolve())
    return "of_" + re.sub(r"\W", "_", path.with_suffix("").as_posix())
