"""Every setting, read once into a frozen dataclass; a wrong one stops the start with its name and what it should be."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from campaigns.rules import setting_readers as read
from campaigns.rules.clock import EPOCH, Clock

CLOCK: Final = ("clock_speed", "clock_origin", "clock_start")
THIS_MACHINE: Final = ("127.0.0.1", "localhost", "::1")


class WrongSettingError(Exception):
    """A setting is missing or wrong; the message names it and says what it should be."""


@dataclass(frozen=True)
class Settings:
    """Settings of one process. Each field is read from the environment variable of the same name in capitals."""

    database_url: str  # postgresql+psycopg://…
    redis_url: str  # redis://…
    secret_key: str  # signs sign-in cookies; at least 32 characters
    public_base_url: str = "http://127.0.0.1:8000"  # of the pages
    hooks_base_url: str = (
        "http://127.0.0.1:8001"  # where the carrier reaches `hooks`; signatures are checked against it
    )
    live_base_url: str = "http://127.0.0.1:8002"  # where browsers reach the event stream; same host as the pages
    carrier_name: str = "sandbox"  # sandbox or twilio
    carrier_base_url: str = "http://127.0.0.1:8003"  # the sandbox carrier; https://api.twilio.com in production
    twilio_account_sid: str = "AC00000000000000000000000000000000"
    twilio_auth_token: str = "sandbox-auth-token-of-no-value"  # noqa: S105 - the sandbox carrier's, worth nothing
    twilio_api_key: str = "SK00000000000000000000000000000000"
    twilio_api_secret: str = "sandbox-api-secret-of-no-value-at-all"  # noqa: S105 - the sandbox carrier's, worth nothing
    twilio_app_sid: str = "AP00000000000000000000000000000000"  # TwiML application of the agents' browser legs
    calls_per_second: float = 1.0  # what the carrier account allows (Twilio's default)
    concurrent_calls: int = 100
    number_calls_per_second: float | None = None  # of one caller number, where the carrier limits it by itself
    number_concurrent_calls: int | None = None
    carrier_price_per_minute: float = (
        0.0  # of an answered call, each begun minute; read it from the carrier's price list
    )
    carrier_price_per_call: float = 0.0
    carrier_currency: str = ""
    carrier_price_source: str = ""  # where the price is from, and of which day
    clock_origin: float = 0.0  # wall second (since 1970) at which Raabta's clock showed clock_start
    clock_start: datetime = EPOCH
    clock_speed: float = 1.0  # carrier seconds per wall second; 1 in production
    max_upload_bytes: int = 200 * 1024 * 1024
    ingest_statement_seconds: float = 1800.0  # after which one statement of an import is given up and tried again
    ingest_lock_seconds: float = 60.0  # for which a statement of an import waits for a lock
    desk_offline: bool = True  # desks open without a link, too; off: browsers forget what they keep of the desk's page
    certificate_key_file: str = ""  # PEM file of the Ed25519 key that signs frozen accounts; without it none is frozen
    delivery_folder: str = ""  # where reports that are sent to a folder are kept; without it none is
    smtp_url: str = ""  # smtp://user:password@host:587 or smtps://…; without it no report goes by e-mail
    mail_from: str = ""  # whom mails are from
    trusted_proxies: int = 0  # proxies of ours in front of the pages, whose X-Forwarded headers count

    @property
    def clock(self) -> Clock:
        """Return the clock that these settings describe."""
        return Clock(self.clock_origin, self.clock_start, self.clock_speed)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check all settings.

    Raises:
        WrongSettingError: with every wrong or missing setting, one sentence each.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for field in fields(Settings):
        written = environment.get(field.name.upper())
        if written is None:
            continue
        check, should_be = CHECKS.get(field.name, (read.text, "must not be empty"))
        try:
            values[field.name] = check(written.strip())
        except ValueError:
            problems.append(f"{field.name.upper()} {should_be}.")
    for name in ("database_url", "redis_url", "secret_key"):
        if name not in values and not any(problem.startswith(name.upper()) for problem in problems):
            problems.append(f"{name.upper()} is not set: it {CHECKS[name][1]}.")
    if values.get("carrier_name") == "twilio":
        values.setdefault("carrier_base_url", "https://api.twilio.com")
        problems += _unsafe_for_real_calls(values)
    else:
        problems += _unsafe_for_a_sandbox(values)
    if problems:
        raise WrongSettingError("\n".join(problems))
    return Settings(**values)


def _unsafe_for_real_calls(values: Mapping[str, Any]) -> Iterator[str]:
    """Say what would let strangers in, or call people at hours that are not theirs."""
    for name in ("twilio_account_sid", "twilio_auth_token", "public_base_url", "hooks_base_url", "live_base_url"):
        if values.get(name) in (None, getattr(Settings, name)):
            yield f"{name.upper()} must be set when CARRIER_NAME is twilio."
        elif name.endswith("_url") and urlsplit(values[name]).scheme != "https":
            yield f"{name.upper()} must begin with https:// when CARRIER_NAME is twilio."
    if "secret_key" in values and len(set(values["secret_key"])) < 10:
        yield "SECRET_KEY must be random when CARRIER_NAME is twilio."
    if urlsplit(values["carrier_base_url"]).scheme != "https":
        yield "CARRIER_BASE_URL must begin with https:// when CARRIER_NAME is twilio."
    if any(values.get(name) not in (None, getattr(Settings, name)) for name in CLOCK):
        yield "CLOCK_SPEED, CLOCK_ORIGIN and CLOCK_START are for rehearsals: leave them out when CARRIER_NAME is twilio."


def _unsafe_for_a_sandbox(values: Mapping[str, Any]) -> Iterator[str]:
    """Everybody knows the sandbox's keys: where others reach its webhooks, it needs keys of its own."""
    listens = urlsplit(values.get("hooks_base_url", Settings.hooks_base_url)).hostname
    if listens not in THIS_MACHINE and values.get("twilio_auth_token") in (None, Settings.twilio_auth_token):
        yield "TWILIO_AUTH_TOKEN must be your own random one when others than this machine reach HOOKS_BASE_URL."


_WEB_ADDRESS = (
    read.url("http", "https"),
    "must be an address like https://raabta.example.org",
)
CHECKS: dict[str, tuple[Callable[[str], Any], str]] = {
    "database_url": (
        read.url("postgresql+psycopg"),
        "must be an address like postgresql+psycopg://user:password@host/database",
    ),
    "redis_url": (
        read.url("redis", "rediss", "unix"),
        "must be an address like redis://host:6379/0",
    ),
    "smtp_url": (read.url("smtp", "smtps"), "must be an address like smtp://user:password@host:587"),
    "secret_key": (read.secret, "must be at least 32 random characters"),
    "public_base_url": _WEB_ADDRESS,
    "hooks_base_url": _WEB_ADDRESS,
    "live_base_url": _WEB_ADDRESS,
    "carrier_base_url": _WEB_ADDRESS,
    "carrier_name": (read.one_of("sandbox", "twilio"), "must be sandbox or twilio"),
    "twilio_account_sid": (read.account, "must be 34 characters that begin with AC"),
    "calls_per_second": (read.positive, "must be a number above 0"),
    "number_calls_per_second": (read.positive, "must be a number above 0"),
    "number_concurrent_calls": (read.count, "must be a whole number above 0"),
    "carrier_price_per_minute": (read.price, "must be a number, 0 or more"),
    "carrier_price_per_call": (read.price, "must be a number, 0 or more"),
    "carrier_currency": (read.currency, "must be three capital letters such as INR"),
    "concurrent_calls": (read.count, "must be a whole number above 0"),
    "clock_origin": (float, "must be a number of seconds since 1970"),
    "clock_start": (
        read.moment,
        "must be a moment with its offset, like 2026-11-23T04:30:00+00:00",
    ),
    "clock_speed": (read.positive, "must be a number above 0"),
    "max_upload_bytes": (read.count, "must be a whole number above 0"),
    "ingest_statement_seconds": (read.positive, "must be a number above 0"),
    "ingest_lock_seconds": (read.positive, "must be a number above 0"),
    "desk_offline": (read.on_off, "must be on or off"),
    "trusted_proxies": (read.hops, "must be a whole number from 0 to 5"),
}
