"""The sign-in cookie: how pages set it, and how the event stream, which is no Flask app, reads it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from config import Settings

COOKIE: Final = "raabta"
SHIFT: Final = timedelta(hours=12)  # one sign-in lasts a shift with its breaks


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
    """Reads the cookie as Flask would: same key, same signature, same age."""

    def __init__(self, settings: Settings) -> None:
        app = Flask("raabta", static_folder=None)
        app.config.from_mapping(cookie_configuration(settings))
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        if signer is None:
            raise ValueError("SECRET_KEY is empty")
        self._signer = signer

    def read(self, cookie: str | None) -> Mapping[str, Any]:
        """Return what the cookie says; nothing when it is missing, forged or too old."""
        try:
            said: Mapping[str, Any] = self._signer.loads(cookie or "", max_age=int(SHIFT.total_seconds()))
        except BadSignature:
            return {}
        return said
