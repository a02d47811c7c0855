"""Lists cut into pages as Twilio cuts them: newest first, each next page begins after a named resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from workers.carrier.refusals import RefusedError

USUAL_SIZE, LARGEST_SIZE = 50, 1000


@dataclass(frozen=True)
class Page:
    """Resources of one page, each with its sid, and where it stands in the list."""

    resources: Sequence[dict[str, Any]]
    number: int
    size: int
    more: bool


def cut_page(resources: Sequence[dict[str, Any]], query: Mapping[str, str], *, sid: str = "sid") -> Page:
    """Return the page that a query asks for. Raises RefusedError."""
    number, size = _whole(query, "Page", 0), _whole(query, "PageSize", USUAL_SIZE)
    size = max(1, min(size, LARGEST_SIZE))
    start = number * size
    token = query.get("PageToken", "").removeprefix("PA")
    if token:
        start = next((at + 1 for at, resource in enumerate(resources) if resource[sid] == token), len(resources))
    return Page(resources[start : start + size], number, size, more=start + size < len(resources))


def page_resource(page: Page, path: str, name: str, query: Mapping[str, str], *, sid: str = "sid") -> dict[str, Any]:
    """Return a page as the API shows it; `name` is of its resources."""
    wished = {key: value for key, value in query.items() if key not in ("Page", "PageSize", "PageToken")}

    def uri(number: int, token: str | None = None) -> str:
        place = {"PageSize": page.size, "Page": number} | ({"PageToken": f"PA{token}"} if token else {})
        return f"{path}?{urlencode(wished | place)}"

    return {
        name: list(page.resources),
        "page": page.number,
        "page_size": page.size,
        "start": page.number * page.size,
        "end": page.number * page.size + max(0, len(page.resources) - 1),
        "uri": uri(page.number),
        "first_page_uri": uri(0),
        "next_page_uri": uri(page.number + 1, page.resources[-1][sid]) if page.more else None,
        "previous_page_uri": uri(page.number - 1) if page.number else None,
    }


def within(moment: datetime | None, query: Mapping[str, str], name: str) -> bool:
    """Tell whether a moment fits a query's `name`, `name<` and `name>`, which are compared by the day."""
    exact, until, since = (_day(query, f"{name}{sign}") for sign in ("", "<", ">"))
    if moment is None:
        return exact is until is since is None
    day = moment.date()
    return (exact is None or day == exact) and (until is None or day <= until) and (since is None or day >= since)


def _day(query: Mapping[str, str], name: str) -> date | None:
    written = query.get(name)
    try:
        return datetime.fromisoformat(written).date() if written else None
    except ValueError:
        raise RefusedError(20001, f"{name} must be a date") from None


def _whole(query: Mapping[str, str], name: str, usual: int) -> int:
    written = query.get(name, str(usual))
    if not written.isascii() or not written.isdecimal():
        raise RefusedError(20001, f"{name} must be a whole number")
    return int(written)
