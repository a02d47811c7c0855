"""Use case: send the reports that are due, each once; what failed is tried again, later and later, and then given up."""

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol
from uuid import uuid4

from campaigns.rules.accounts.named_campaign import NamedCampaign
from campaigns.rules.accounts.written_order import MEDIA_TYPES, FileKind, Written, WrittenOrder
from campaigns.rules.refusals import Refusal
from campaigns.rules.reports.deliveries import (
    MAIL_WORDS,
    Every,
    NotDelivered,
    Sent,
    SentFile,
    Way,
    next_due,
    try_again_at,
)
from campaigns.rules.reports.report_figures import days_of
from campaigns.shared.tier_drawing import TierWish
from campaigns.shared.whole_report import whole_report
from campaigns.sheets.delivered_report import delivered_json
from campaigns.store.reports.report_deliveries import claim_due_delivery, lock_delivery, note_try
from campaigns.store.session import EVERYTHING, Database, Scope
from campaigns.store.tables import Campaign, DeliveryTry, ReportDelivery

AT_WORK: Final = timedelta(minutes=20)  # a worker that dies while it sends leaves the report to the next one
MOST_AT_ONCE: Final = 50
log = logging.getLogger(__name__)


class Sender(Protocol):
    """Brings a report where it goes."""

    def send(self, report: Sent) -> str:
        """Send it and say where it stands now.

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
    delivery: ReportDelivery
    tries: int


def send_due_reports(db: Database, sender: Sender, writer: Writer, *, now: Callable[[], datetime]) -> int:
    """Send what is due; return how many reports arrived."""
    arrived = 0
    for _ in range(MOST_AT_ONCE):
        claimed = _claim(db, now())
        if claimed is None:
            break
        moment = now()
        arrived += _send(db, sender, claimed, partial(_report, db, writer, claimed.delivery, moment), moment)
    return arrived


def _claim(db: Database, now: datetime) -> _Claimed | None:
    with db.transaction(EVERYTHING) as session:
        delivery = claim_due_delivery(session, now=now)
        if delivery is None:
            return None
        delivery.tries += 1
        delivery.due_at = now + AT_WORK
        return _Claimed(delivery, delivery.tries)


def _send(db: Database, sender: Sender, claimed: _Claimed, draw: Callable[[], Sent], now: datetime) -> bool:
    report = None
    try:
        report = draw()
        detail, delivered = sender.send(report), True
    except NotDelivered as trouble:
        detail, delivered = str(trouble), False
        log.warning("report_not_delivered", extra={"delivery": str(claimed.delivery.id), "tries": claimed.tries})
    sha256 = hashlib.sha256(b"".join(one.body for one in report.files)).hexdigest() if delivered and report else None
    _note(db, claimed, DeliveryTry(id=uuid4(), delivered=delivered, detail=detail[:500], sha256=sha256, at=now))
    return delivered


def _report(db: Database, writer: Writer, delivery: ReportDelivery, now: datetime) -> Sent:
    """Draw the figures of a delivery's tier as its department sees them: for machines JSON, for people a workbook."""
    with db.transaction(Scope(delivery.department_id)) as session:
        campaign = session.get_one(Campaign, delivery.campaign_id)
    order = WrittenOrder(Written.REPORT, FileKind.XLSX, campaign.id, delivery.language, now, delivery.area_id)
    way = Way(delivery.way)
    papers = [_file(campaign, writer, one) for one in _papers(order)]
    first = _figures(db, campaign, order, papers) if way is Way.WEBHOOK else _file(campaign, writer, order)
    return Sent(
        delivery_id=delivery.id,
        way=way,
        address=delivery.address,
        subject=f"Raabta: {campaign.name}, {now:%Y-%m-%d}",
        words=MAIL_WORDS.get(delivery.language, MAIL_WORDS["en"]),
        files=(first,) if way is Way.WEBHOOK else (first, *papers),
        at=now,
    )


def _papers(order: WrittenOrder) -> list[WrittenOrder]:
    """Return what is printed: the report, and the account, which is of the whole campaign, where the report is."""
    report = replace(order, kind=FileKind.PDF)
    return [report] if order.area_id else [report, replace(report, what=Written.ACCOUNT)]


def _file(campaign: Campaign, writer: Writer, order: WrittenOrder) -> SentFile:
    return SentFile(f"{_name(campaign, order)}.{order.kind}", MEDIA_TYPES[order.kind], writer.written(order))


def _name(campaign: Campaign, order: WrittenOrder) -> str:
    """Name a file so that reports of other areas and languages can lie beside it."""
    area = re.sub("[^A-Za-z0-9]+", "-", order.area_id or "all")
    return f"{order.what}-{campaign.slug}-{area}-{order.language}-{order.at:%Y%m%d-%H%M}"


def _figures(db: Database, campaign: Campaign, order: WrittenOrder, papers: Sequence[SentFile]) -> SentFile:
    days = days_of(None, None, campaign.zone, now=order.at)
    if isinstance(days, Refusal):
        raise NotDelivered(days.hint)
    with db.transaction(Scope(campaign.department_id), one_moment=True) as session:
        report = whole_report(session, TierWish(campaign.id, order.area_id), days, now=order.at)
    if isinstance(report, Refusal):
        raise NotDelivered(report.hint)
    named = NamedCampaign(campaign.id, campaign.slug, campaign.name, campaign.status)
    return SentFile(f"{_name(campaign, order)}.json", "application/json", delivered_json(named, report, papers))


def _note(db: Database, claimed: _Claimed, tried: DeliveryTry) -> None:
    with db.transaction(EVERYTHING) as session:
        delivery = lock_delivery(session, claimed.delivery.id)
        if delivery is None:
            return
        tried.department_id, tried.delivery_id = delivery.department_id, delivery.id
        note_try(session, tried)
        again = None if tried.delivered else try_again_at(claimed.tries, now=tried.at)
        if again is None:
            delivery.tries = 0
        delivery.due_at = again or _next(delivery, session.get_one(Campaign, delivery.campaign_id).zone, tried.at)


def _next(delivery: ReportDelivery, zone: str, after: datetime) -> datetime:
    return next_due(Every(delivery.every), delivery.at, zone, after=after)
