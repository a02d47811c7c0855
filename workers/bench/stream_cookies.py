"""Cookies as a sign-in sets them, for people of a benchmark who never signed in."""

import hashlib
from typing import Final
from uuid import UUID

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from config import Settings

NAME: Final = "raabta"


class StreamCookies:
    """Signs with this machine's key."""

    def __init__(self, settings: Settings) -> None:
        app = Flask("raabta", static_folder=None)
        app.secret_key = settings.secret_key
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        if signer is None:
            raise ValueError("SECRET_KEY is empty")
        self._signer = signer

    def of(self, user_id: UUID, password_hash: str) -> str:
        """Return the cookie of somebody."""
        mark = hashlib.sha256(password_hash.encode()).hexdigest()[:16]
        signed: str = self._signer.dumps({"user": str(user_id), "mark": mark, "_permanent": True})
        return f"{NAME}={signed}"
