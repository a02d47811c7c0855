"""Reports come at their hour where the people live, are tried again later and later, and are signed."""

import hashlib
import hmac
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from campaigns.rules.reports.deliveries import (
    RETRIES,
    Every,
    Way,
    address_refusal,
    next_due,
    signature,
    signing_secret,
    try_again_at,
)

NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # Monday 11:30 in Kashmir


@pytest.mark.parametrize(
    ("every", "at", "expected"),
    [
        (Every.DAY, time(7), "2026-11-24T07:00:00+05:30"),
        (Every.DAY, time(12), "2026-11-23T12:00:00+05:30"),
        (Every.WEEK, time(7), "2026-11-30T07:00:00+05:30"),
        (Every.WEEK, time(12), "2026-11-23T12:00:00+05:30"),
        (Every.MONTH, time(7), "2026-12-01T07:00:00+05:30"),
    ],
)
def test_the_next_report_comes_at_its_hour(every: Every, at: time, expected: str) -> None:
    assert next_due(every, at, "Asia/Kolkata", after=NOW).isoformat() == expected


def test_a_failed_report_is_tried_later_and_later_and_then_given_up() -> None:
    waits = [try_again_at(tries, now=NOW) for tries in range(1, len(RETRIES) + 2)]
    assert waits[0] == NOW + timedelta(minutes=1)
    known = [wait for wait in waits if wait is not None]
    assert known == sorted(known)
    assert waits[-1] is None


@pytest.mark.parametrize(
    ("way", "address", "because"),
    [
        (Way.FOLDER, "directorate-2026", None),
        (Way.FOLDER, "../etc", "folder_name"),
        (Way.FOLDER, "/etc", "folder_name"),
        (Way.E_MAIL, "reports@example.org", None),
        (Way.E_MAIL, "reports@example.org, others@example.org", "e_mail_address"),
        (Way.E_MAIL, "reports@example.org\nBcc: all@example.org", "e_mail_address"),
        (Way.WEBHOOK, "https://example.org/hook", None),
        (Way.WEBHOOK, "http://example.org/hook", "web_address"),
        (Way.WEBHOOK, "https://user:word@example.org/hook", "web_address"),
        (Way.WEBHOOK, "https://[", "web_address"),
        (Way.WEBHOOK, "https://exa mple.org/hook", "web_address"),
    ],
)
def test_only_an_address_of_its_way_is_taken(way: Way, address: str, because: str | None) -> None:
    refusal = address_refusal(way, address)
    assert (refusal.because if refusal else None) == because


def test_anybody_with_the_secret_can_check_a_signature() -> None:
    secret = signing_secret("k" * 40, UUID(int=1))
    assert secret != signing_secret("k" * 40, UUID(int=2))
    second, mark = (part.split("=")[1] for part in signature(secret, b"{}", at=NOW).split(","))
    assert mark == hmac.new(secret.encode(), f"{second}.{{}}".encode(), hashlib.sha256).hexdigest()
    assert int(second) == NOW.timestamp()
