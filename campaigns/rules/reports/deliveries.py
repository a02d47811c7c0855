"""Reports that are sent by themselves: where to, how often, when again after a failure, and how one is signed."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from campaigns.rules.refusals import Refusal


class Way(StrEnum):
    """How a report is sent."""

    FOLDER = "folder"  # into a folder of the server
    E_MAIL = "e_mail"  # as attachments, a mail for each file
    WEBHOOK = "webhook"  # signed, a request for each file


class Part(StrEnum):
    """A file of a report. Each is tried on its own, so that a slow or broken one holds back no other."""

    FIGURES = "figures"  # JSON, for machines
    WORKBOOK = "workbook"  # the same, for people
    REPORT = "report"  # the same on paper
    ACCOUNT = "account"  # of the whole campaign, on paper


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WEEK = "week"  # on Mondays
    MONTH = "month"  # on its first day


# What takes long to write goes after the figures of all reports that are due.
PAPERS: Final = (Part.REPORT, Part.ACCOUNT)


def parts_of(way: Way, *, whole_campaign: bool) -> tuple[Part, ...]:
    """Return the files of a report; whoever gets the figures of one area does not get the account."""
    first = Part.FIGURES if way is Way.WEBHOOK else Part.WORKBOOK
    return (first, *(PAPERS if whole_campaign else (Part.REPORT,)))


class SentFile(NamedTuple):
    """A file of a report."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Sent:
    """A file of a report, ready to be sent; `file_id` stays the same when it is sent again."""

    delivery_id: UUID
    file_id: UUID
    way: Way
    address: str
    subject: str
    words: str  # of a mail
    file: SentFile
    at: datetime


class NotDelivered(Exception):  # noqa: N818 - an event of the world, not a mistake of ours
    """A file did not arrive: why, without names, and what a machine said of it (a code, the name of an error)."""

    def __init__(self, why: Refusal, said: str = "") -> None:
        super().__init__(why.because, said)
        self.why, self.said = why, said


# What a mail says beside its files.
MAIL_WORDS: Final = {
    "en": "The figures of this campaign as they stand now. They name nobody.",
    "ur": "اس مہم کے اعداد جیسے اب ہیں۔ ان میں کسی کا نام نہیں۔",
    "hi": "इस अभियान के आँकड़े जैसे अब हैं। उनमें किसी का नाम नहीं है।",
}
# After these waits a file is sent again; when all are over it is given up, and the next one comes at its own time.
RETRIES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
MOST_TRIES: Final = len(RETRIES) + 1
AT_WORK: Final = timedelta(minutes=20)  # within which a file is sent, or the work on it has broken off
SLOW: Final = timedelta(minutes=15)  # a report that nobody has begun so long after its time was missed
MOST_MISSED: Final = 31  # of a machine that was off for long, told one by one
_FOLDER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_E_MAIL: Final = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}\.[A-Za-z]{2,}")
_HOST: Final = re.compile(r"[^\s<>\"%\\^`{|}]+")
LONGEST_ADDRESS: Final = 300


def address_refusal(way: Way, address: str) -> Refusal | None:
    """Say what is wrong with an address."""
    if way is Way.FOLDER and not _FOLDER.fullmatch(address):
        return Refusal(
            "folder_name", "Name the folder with letters, digits and hyphens; it is made where reports are kept."
        )
    if way is Way.E_MAIL and not _E_MAIL.fullmatch(address):
        return Refusal("e_mail_address", "Write one e-mail address, as reports@example.org.")
    if way is Way.WEBHOOK and not _is_secure(address):
        return Refusal("web_address", "A webhook's address begins with https:// and holds no password.")
    return None


def next_due(every: Every, at: time, zone: str, *, after: datetime) -> datetime:
    """Return the next moment of a rhythm, as clocks show where the called people live."""
    here = ZoneInfo(zone)
    day = after.astimezone(here).date()
    while True:
        moment = datetime.combine(day, at, here)
        if moment > after and _falls_on(every, moment):
            return moment
        day += timedelta(days=1)


def missed_moments(every: Every, at: time, zone: str, *, due: datetime, now: datetime) -> list[datetime]:
    """Return when a report was due that nobody has begun, the latest of them; none where it is in time."""
    missed: list[datetime] = []
    while due < now - SLOW:
        missed.append(due)
        due = next_due(every, at, zone, after=due)
    return missed[-MOST_MISSED:]


def held_until(tries: int, *, now: datetime) -> datetime:
    """Return when a file that is being sent for the so-manieth time is sent again, should the work on it break off."""
    return now + max(AT_WORK, RETRIES[min(tries, len(RETRIES)) - 1])


def try_again_at(tries: int, *, now: datetime) -> datetime | None:
    """Return when a file is sent again that has failed so often, or None when it is given up."""
    return now + RETRIES[tries - 1] if 0 < tries <= len(RETRIES) else None


def signing_secret(secret_key: str, delivery_id: UUID) -> str:
    """Return the secret with which a delivery's webhooks are signed: nothing of it is kept anywhere."""
    return hmac.new(secret_key.encode(), f"delivery:{delivery_id}".encode(), hashlib.sha256).hexdigest()


def signature(secret: str, body: bytes, *, at: datetime) -> str:
    """Return the signature of a webhook: its second and the HMAC-SHA256 of second, point and body."""
    second = int(at.timestamp())
    mark = hmac.new(secret.encode(), f"{second}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={second},v1={mark}"


def _is_secure(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port_is_read = parts.port is None or parts.port > 0
    except ValueError:
        return False
    named = bool(_HOST.fullmatch(parts.hostname or "")) and parts.username is None and parts.password is None
    return len(address) <= LONGEST_ADDRESS and parts.scheme == "https" and named and port_is_read


def _falls_on(every: Every, moment: datetime) -> bool:
    match every:
        case Every.DAY:
            return True
        case Every.WEEK:
            return moment.isoweekday() == 1
        case Every.MONTH:
            return moment.day == 1
