"""The sign-in cookie: how pages set it, and how the event stream, which is no Flask app, reads it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer

from config import Settings

COOKIE: Final = "raabta"
SHIFT: Final = timedelta(hours=12)  # so long a sign-in lasts, and an agent is told why her desk was closed


def cookie_configuration(settings: Settings) -> dict[str, object]:
    """Return Flask's configuration of the cookie."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": COOKIE,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": urlsplit(settings.public_base_url).scheme == "https",
        "PERMANENT_SESSION_LIFETIME": SHIFT,
        "SESSION_REFRESH_EACH_REQUEST": False,  # a late answer must not bring a signed-out session back
    }


class CookieReader:
    """Reads the cookie as Flask would (same key, salt, signature and age), without loading Flask for it."""

    def __init__(self, settings: Settings) -> None:
        how = {"key_derivation": "hmac", "digest_method": hashlib.sha1}
        self._signer = URLSafeTimedSerializer(
            settings.secret_key, salt="cookie-session", serializer=json, signer_kwargs=how
        )

    def read(self, cookie: str | None) -> Mapping[str, Any]:
        """Return what the cookie says; nothing when it is missing, forged or too old."""
        try:
            said: Mapping[str, Any] = self._signer.loads(cookie or "", max_age=int(SHIFT.total_seconds()))
        except BadSignature:
            return {}
        return said
