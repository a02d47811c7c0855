"""Words about reports that are sent by themselves, for the administrator's page and the department's own."""

from datetime import datetime
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from campaigns.rules.reports.deliveries import AT_WORK, SLOW, Every, Part, Way
from campaigns.rules.reports.undelivered import BROKE_OFF
from campaigns.store.tables import DeliveryTry, ReportDelivery

_ = lazy_gettext
WAYS: Final[dict[Way, LazyString]] = {
    Way.FOLDER: _("A folder of the server"),
    Way.E_MAIL: _("E-mail"),
    Way.WEBHOOK: _("A web address (signed)"),
}
PARTS: Final[dict[Part, LazyString]] = {
    Part.FIGURES: _("Figures (JSON)"),
    Part.WORKBOOK: _("Figures (workbook)"),
    Part.REPORT: _("Report on paper"),
    Part.ACCOUNT: _("Account on paper"),
}
RHYTHMS: Final[dict[Every, LazyString]] = {
    Every.DAY: _("every day"),
    Every.WEEK: _("on Mondays"),
    Every.MONTH: _("on the first of the month"),
}


def is_under_way(tried: DeliveryTry | None, *, now: datetime) -> bool:
    """Tell whether a try may still come to its end; one that never does has broken off."""
    return tried is None or (tried.detail == BROKE_OFF.hint and now - tried.at < AT_WORK)


def is_overdue(delivery: ReportDelivery, *, now: datetime) -> bool:
    """Tell whether a report should have been begun, and nobody is there who begins it."""
    return delivery.ended_at is None and delivery.due_at < now - SLOW


def why_not_arrived(tried: DeliveryTry | None, *, now: datetime) -> str:
    """Return why a file has not arrived, as far as is known."""
    if tried is None or is_under_way(tried, now=now):
        sending: str = gettext("It is being sent.")
        return sending
    said: str = gettext(tried.detail) if tried.detail else ""
    return said
