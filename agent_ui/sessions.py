"""Flask's session in a cookie, whose signature is worked out once: a desk sends the same cookie all shift long."""

import time
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature

MOST_KEPT: Final = 1024  # cookies


class Sessions(SecureCookieSessionInterface):
    """Reads and writes cookies as Flask does: the same key, salt, signature and age."""

    def __init__(self, app: Flask) -> None:
        """Make ready for an app with its configuration."""
        signer = self.get_signing_serializer(app)
        if signer is None:
            raise ValueError("an app without a key cannot sign its cookies")

        @lru_cache(maxsize=MOST_KEPT)  # of the true ones; a forged one fails anew each time
        def said(cookie: str) -> tuple[Mapping[str, Any], datetime]:
            found: tuple[Mapping[str, Any], datetime] = signer.loads(cookie, return_timestamp=True)
            return found

        self._said = said

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """Return what the cookie says; nothing when it is missing, forged or too old."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        try:
            says, signed_at = self._said(cookie)
        except BadSignature:
            return self.session_class()
        age = int(time.time()) - int(signed_at.timestamp())
        if not 0 <= age <= int(app.permanent_session_lifetime.total_seconds()):
            return self.session_class()
        return self.session_class(deepcopy(dict(says)))
