"""Lets a report of a campaign be sent again and again, from its next time on."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from campaigns.rules.refusals import AREA_NOT_KNOWN, Refusal
from campaigns.rules.reports.deliveries import Every, Way, address_refusal, next_due
from campaigns.store.access_traces import note_access
from campaigns.store.areas.areas import areas_called
from campaigns.store.reports.report_deliveries import save_delivery
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import AccessTrace, Campaign, ReportDelivery


@dataclass(frozen=True)
class DeliveryWish:
    """Of which campaign and area, where to, when, in which language. `way_open`: the settings say how to send so."""

    campaign_id: UUID | None
    area: str
    way: Way
    address: str
    every: Every
    at: time
    way_open: bool
    language: str = "en"


def begin_delivery(db: Database, wish: DeliveryWish, admin_id: UUID, *, now: datetime) -> UUID | Refusal:
    """Save a delivery that is due at its next time, or say what is wrong with it."""
    wrong = address_refusal(wish.way, wish.address) or _closed(wish)
    if wrong is not None:
        return wrong
    with db.transaction(EVERYTHING) as session:
        campaign = session.get(Campaign, wish.campaign_id) if wish.campaign_id else None
        if campaign is None:
            return Refusal("campaign_missing", "Choose a campaign.")
        area_id = _area(session, wish.area, campaign.region)
        if isinstance(area_id, Refusal):
            return area_id
        delivery = ReportDelivery(
            department_id=campaign.department_id,
            campaign_id=campaign.id,
            area_id=area_id,
            way=wish.way.value,
            address=wish.address,
            every=wish.every.value,
            language=wish.language,
            at=wish.at,
            due_at=next_due(wish.every, wish.at, campaign.zone, after=now),
            made_at=now,
            made_by=admin_id,
        )
        save_delivery(session, delivery)
        trace = AccessTrace(
            at=now,
            user_id=admin_id,
            department_id=campaign.department_id,
            action="delivery_begun",
            subject={"delivery": str(delivery.id), "way": wish.way.value},
        )
        note_access(session, trace)
        return delivery.id


def _closed(wish: DeliveryWish) -> Refusal | None:
    if wish.way_open:
        return None
    return Refusal(
        "way_closed", "The settings do not say how to send this way: set DELIVERY_FOLDER, or SMTP_URL and MAIL_FROM."
    )


def _area(session: Session, written: str, country: str) -> str | Refusal | None:
    if not written:
        return None
    found = areas_called(session, written, country)
    if len(found) > 1:
        return Refusal("area_several", "Several areas are called so: write the code of the one you mean.")
    return found[0].id if found else AREA_NOT_KNOWN
