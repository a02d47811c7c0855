"""Tokens that show that a page of ours asks: whether one is true is worked out once, for a desk sends it all shift long."""

from typing import Final

from flask import g, request, session
from flask_wtf import CSRFProtect
from flask_wtf.csrf import same_origin

HEADER: Final = "X-CSRFToken"
MOST_KEPT: Final = 1024  # tokens that were found true


class Tokens(CSRFProtect):  # type: ignore[misc] # Flask-WTF has no types
    """Lets pass and refuses what Flask-WTF does. A token is true as long as its session is: it has no age of its own."""

    def __init__(self) -> None:
        """Begin with no token known."""
        super().__init__()
        self._true: set[tuple[str, str]] = set()

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - as Flask-WTF has it
        """Refuse a request without a true token; whatever was not found true before, Flask-WTF looks at."""
        by_script = request.method == "POST" and request.mimetype == "application/json"
        shown = (session.get("csrf_token", ""), request.headers.get(HEADER, "")) if by_script else ("", "")
        if shown in self._true and _from_here():
            g.csrf_valid = True
            return
        super().protect(apply_exemptions)
        if all(shown) and g.get("csrf_valid"):
            if len(self._true) >= MOST_KEPT:
                self._true.clear()
            self._true.add(shown)


def _from_here() -> bool:
    return not request.is_secure or same_origin(request.referrer or "", f"https://{request.host}/")
