"""What every answer tells the browser: which sources it may use, and that nobody may frame or sniff a page."""

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from config import Settings

TWILIO_SIGNALS = "https://*.twilio.com wss://*.twilio.com https://media.twiliocdn.com"  # the agents' browser leg
TWILIO_SOUNDS = "mediastream: https://media.twiliocdn.com https://sdk.twilio.com"

KEPT = ("static", "desk.desk")  # the desk's page holds no name, no number and no token
NEVER_SHOWN = ("application/json", "font/woff2")  # not as a page: over a thin link each byte comes with each answer
NO_FRAME = "frame-ancestors 'none'"
NO_PAGE = "default-src 'self'; object-src 'none'; frame-ancestors 'none'"


def page_nonce() -> str:
    """Return this answer's nonce: a script in the page runs only with it."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def guard_answers(app: Flask, settings: Settings) -> None:
    """Put the security headers on every answer."""
    by_https = urlsplit(settings.public_base_url).scheme == "https"

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        if response.mimetype in NEVER_SHOWN:
            headers["Content-Security-Policy"] = NO_FRAME
        else:
            headers["Referrer-Policy"] = "same-origin"
            headers["Content-Security-Policy"] = NO_PAGE
        if response.mimetype == "text/html":
            headers["Content-Security-Policy"] = content_security_policy(settings, page_nonce())
            headers["X-Frame-Options"] = "DENY"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Permissions-Policy"] = "microphone=(self), camera=(), geolocation=(), payment=()"
        if by_https:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint not in KEPT and "immutable" not in headers.get("Cache-Control", ""):
            headers["Cache-Control"] = "no-store"  # pages and files hold people's data: no copy on a shared computer
        return response


def content_security_policy(settings: Settings, nonce: str) -> str:
    """Return the policy: everything from here, live news from the event stream, sound from the carrier."""
    calls = settings.carrier_name == "twilio"
    rules = {
        "default-src": "'self'",
        "script-src": f"'self' 'nonce-{nonce}'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "connect-src": f"'self' {settings.live_base_url}" + (f" {TWILIO_SIGNALS}" if calls else ""),
        "media-src": "'self'" + (f" {TWILIO_SOUNDS}" if calls else ""),
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
