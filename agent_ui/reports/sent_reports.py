"""What is sent to a department by itself, when it came last, and what did not come and why, for its own people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from agent_ui.delivery_words import is_overdue
from campaigns.store.reports.report_deliveries import (
    MissingFile,
    deliveries,
    last_arrivals,
    missed_since,
    missing_files,
)
from campaigns.store.session import Session
from campaigns.store.tables import ReportDelivery

REMEMBERED: Final = timedelta(days=31)


@dataclass(frozen=True)
class SentReport:
    """A report that goes on: its campaign's name, when it came last, and what did not come."""

    delivery: ReportDelivery
    campaign: str
    came: datetime | None
    overdue: bool
    missed: list[datetime]
    missing: list[MissingFile]


def sent_reports(session: Session, *, now: datetime) -> list[SentReport]:
    """Return the reports that are sent to the department whose scope is open."""
    came, missed, missing = last_arrivals(session), missed_since(session, now - REMEMBERED), missing_files(session)
    return [
        SentReport(
            one,
            campaign,
            came.get(one.id),
            is_overdue(one, now=now),
            missed.get(one.id, []),
            [file for file in missing if file.delivery.id == one.id],
        )
        for one, campaign in deliveries(session)
        if one.ended_at is None
    ]
