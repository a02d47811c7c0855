"""Log lines: one JSON object a line, a constant event and ids; never a name or a number."""

import json
import logging
import sys
import traceback
from types import TracebackType
from typing import Final

_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "taskName", "color_message"}
_WRITTEN: Final = json.JSONEncoder(default=str, ensure_ascii=False).encode
LED_TO: Final = "\n\nDuring handling of the above exception, another exception occurred:\n\n"


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = {"at": self.formatTime(record), "level": record.levelname.lower(), "event": record.getMessage()}
        line |= {name: value for name, value in vars(record).items() if name not in _ORDINARY}
        if record.exc_info and record.exc_info[1]:
            line["trace"] = wordless_trace(record.exc_info[1])
        return _WRITTEN(line)


def wordless_trace(error: BaseException) -> str:
    """Return where an error came from and what kind it is, without its words: PostgreSQL's quote the row that it refused."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = wordless_trace(before) + LED_TO if before else ""
    places = "".join(traceback.format_tb(error.__traceback__))
    kind = type(error)
    return f"{earlier}Traceback (most recent call last):\n{places}{kind.__module__}.{kind.__qualname__}"


def write_json_lines() -> None:
    """Send this process's log to the standard error as JSON lines, the error that ends it among them."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    sys.excepthook = _log_the_last


def _log_the_last(kind: type[BaseException], error: BaseException, places: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, places)
    else:
        logging.getLogger("raabta").critical("process_broke", exc_info=(kind, error, places))
