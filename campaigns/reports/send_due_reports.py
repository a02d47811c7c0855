"""Sends the files of reports that have been begun, each once and on its own, figures before papers.

What failed is tried again, later and later, and then given up; the others go on meanwhile. A try is noted before it is
made, as one that broke off: should the worker die over it, that is what became of it.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Protocol
from uuid import UUID, uuid4

from campaigns.rules.accounts.named_campaign import NamedCampaign
from campaigns.rules.accounts.written_order import MEDIA_TYPES, FileKind, Written, WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.deliveries import (
    MAIL_WORDS,
    MOST_TRIES,
    PAPERS,
    NotDelivered,
    Part,
    Sent,
    SentFile,
    Way,
    held_until,
    try_again_at,
)
from campaigns.rules.reports.report_figures import days_of
from campaigns.rules.reports.undelivered import BROKE_OFF, FAULT, FIGURES_TOO_SLOW
from campaigns.shared.tier_drawing import TierWish
from campaigns.shared.whole_report import whole_report
from campaigns.sheets.delivered_report import delivered_json
from campaigns.store.reports.report_deliveries import (
    claim_due_file,
    is_delivery_due,
    lock_file,
    lock_try,
    note_try,
)
from campaigns.store.session import EVERYTHING, Database, DatabaseAway, Scope, enqueue
from campaigns.store.tables import Campaign, DeliveryFile, DeliveryTry, ReportDelivery

MOST_AT_ONCE: Final = 50
_WRITTEN: Final = {
    Part.WORKBOOK: (Written.REPORT, FileKind.XLSX),
    Part.REPORT: (Written.REPORT, FileKind.PDF),
    Part.ACCOUNT: (Written.ACCOUNT, FileKind.PDF),
}
log = logging.getLogger(__name__)


class Sender(Protocol):
    """Brings a file where it goes."""

    def send(self, report: Sent) -> str:
        """Send it and return what the other side said, or where it stands now.

        Raises:
            NotDelivered: with why it did not arrive.
        """


class Writer(Protocol):
    """Writes a report or an account as a workbook or for print, in a reader's language."""

    def written(self, order: WrittenOrder) -> bytes:
        """Return the file.

        Raises:
            NotDelivered: with why there is none.
        """


@dataclass(frozen=True)
class _Claimed:
    file: DeliveryFile
    delivery: ReportDelivery
    campaign: Campaign
    try_id: UUID


@dataclass(frozen=True)
class _Became:
    """What came of a try: why it failed, in our words; what a machine said of it; the digest of what arrived."""

    detail: str = ""
    said: str = ""
    sha256: str | None = None


def send_due_reports(db: Database, sender: Sender, writer: Writer, *, now: Callable[[], datetime]) -> int:
    """Send what is due, one paper at most, so that others have their turn between papers; return how many files arrived."""
    arrived = 0
    for _ in range(MOST_AT_ONCE):
        claimed = _claim(db, now())
        if claimed is None:
            return arrived
        arrived += _send(db, sender, writer, claimed, now)
        if claimed.file.part in PAPERS:
            break
    with db.transaction(EVERYTHING) as session:
        if is_delivery_due(session, now=now()):
            enqueue(session, "reports", "send_reports")
    return arrived


def _claim(db: Database, now: datetime) -> _Claimed | None:
    with db.transaction(EVERYTHING) as session:
        while (file := claim_due_file(session, now=now, last=PAPERS)) and file.tries >= MOST_TRIES:
            file.ended_at = now  # every try was made, and the worker died over the last
            session.flush()
        if file is None:
            return None
        file.tries += 1
        file.due_at = held_until(file.tries, now=now)
        delivery = session.get_one(ReportDelivery, file.delivery_id)
        tried = DeliveryTry(
            id=uuid4(), department_id=file.department_id, delivery_id=delivery.id, file_id=file.id, at=now
        )
        tried.delivered, tried.detail = False, BROKE_OFF.hint
        note_try(session, tried)
        return _Claimed(file, delivery, session.get_one(Campaign, delivery.campaign_id), tried.id)


def _send(db: Database, sender: Sender, writer: Writer, claimed: _Claimed, now: Callable[[], datetime]) -> bool:
    try:
        report = _drawn(db, writer, claimed, now)
        became = _Became(said=sender.send(report)[:500], sha256=hashlib.sha256(report.file.body).hexdigest())
    except NotDelivered as trouble:
        became = _Became(trouble.why.hint, trouble.said[:500])
        log.warning("report_not_delivered", extra={"file": str(claimed.file.id), "tries": claimed.file.tries})
    except Exception as fault:
        _note(db, claimed, _Became(FAULT.hint, type(fault).__name__), now())
        raise
    _note(db, claimed, became, now())
    return became.sha256 is not None


def _drawn(db: Database, writer: Writer, claimed: _Claimed, now: Callable[[], datetime]) -> Sent:
    """Draw a file of a delivery's tier as its department sees it."""
    delivery, campaign, at = claimed.delivery, claimed.campaign, now()
    what, kind = _WRITTEN.get(Part(claimed.file.part), (Written.REPORT, None))
    area = re.sub("[^A-Za-z0-9]+", "-", delivery.area_id or "all")  # reports of other areas can lie beside it
    begun = claimed.file.begun_at  # the same at each try: what comes again into a folder takes the place of the first
    name = f"{what}-{campaign.slug}-{area}-{delivery.language}-{begun.astimezone(UTC):%Y%m%d-%H%M}"
    if kind is None:
        file = SentFile(f"{name}.json", "application/json", _figures(db, campaign, delivery.area_id, at))
    else:
        order = WrittenOrder(what, kind, campaign.id, delivery.language, at, delivery.area_id)
        file = SentFile(f"{name}.{kind}", MEDIA_TYPES[kind], writer.written(order))
    return Sent(
        delivery_id=delivery.id,
        file_id=claimed.file.id,
        way=Way(delivery.way),
        address=delivery.address,
        subject=f"Raabta: {campaign.name}, {file.name}",
        words=MAIL_WORDS.get(delivery.language, MAIL_WORDS["en"]),
        file=file,
        at=now(),  # a paper takes a while, and the receiver asks how old the signature is
    )


def _figures(db: Database, campaign: Campaign, area_id: str | None, at: datetime) -> bytes:
    days = days_of(None, None, campaign.zone, now=at)
    if isinstance(days, Refusal):
        raise NotDelivered(days)
    try:
        with db.transaction(Scope(campaign.department_id), one_moment=True) as session:
            report = whole_report(session, TierWish(campaign.id, area_id), days, now=at)
    except DatabaseAway as trouble:
        raise NotDelivered(FIGURES_TOO_SLOW, type(trouble.orig).__name__) from trouble
    if isinstance(report, Refusal):
        raise NotDelivered(report)
    return delivered_json(NamedCampaign(campaign.id, campaign.slug, campaign.name, campaign.status), report)


def _note(db: Database, claimed: _Claimed, became: _Became, now: datetime) -> None:
    with db.transaction(EVERYTHING) as session:
        file, tried = lock_file(session, claimed.file.id), lock_try(session, claimed.try_id)
        if file is None or tried is None:
            return
        tried.at, tried.detail, tried.said, tried.sha256 = now, became.detail, became.said, became.sha256
        tried.delivered = became.sha256 is not None
        file.arrived = file.arrived or tried.delivered  # a slow try ends after one that arrived
        again = None if file.arrived else try_again_at(file.tries, now=now)
        if again is None:
            file.ended_at = now
        else:
            file.due_at = again
