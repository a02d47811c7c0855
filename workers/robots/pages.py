"""What a robot looks for in a page: the token of its forms, and the campaigns that it may choose."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """Reads one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.token = ""
        self.campaigns: dict[str, str] = {}  # id by slug, in the order of the page
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        found = {name: value or "" for name, value in attrs}
        if tag == "meta" and found.get("name") == "csrf-token":
            self.token = found.get("content", "")
        if found.get("name") == "campaign_id" and found.get("value"):
            self.campaigns[found.get("data-slug") or found["value"]] = found["value"]
