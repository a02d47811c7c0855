"""Begins the reports that are due; one that nobody began at its time is noted as missed, and goes out late, once."""

from datetime import datetime

from campaigns.rules.reports.deliveries import Every, Way, missed_moments, next_due, parts_of
from campaigns.rules.reports.undelivered import MISSED
from campaigns.store.reports.report_deliveries import end_files, lock_due_deliveries, note_try, save_file
from campaigns.store.session import EVERYTHING, Database, Session
from campaigns.store.tables import Campaign, DeliveryFile, DeliveryTry, ReportDelivery


def begin_due_reports(db: Database, now: datetime) -> None:
    """Lay out the files of each report that is due; what is left of its last one is overtaken."""
    with db.transaction(EVERYTHING) as session:
        for delivery in lock_due_deliveries(session, now=now):
            end_files(session, delivery.id, now=now)
            for part in parts_of(Way(delivery.way), whole_campaign=delivery.area_id is None):
                file = DeliveryFile(
                    department_id=delivery.department_id, delivery_id=delivery.id, part=part, begun_at=now, due_at=now
                )
                save_file(session, file)
            _await_next(session, delivery, now)


def _await_next(session: Session, delivery: ReportDelivery, now: datetime) -> None:
    every, zone = Every(delivery.every), session.get_one(Campaign, delivery.campaign_id).zone
    for moment in missed_moments(every, delivery.at, zone, due=delivery.due_at, now=now):
        missed = DeliveryTry(department_id=delivery.department_id, delivery_id=delivery.id, at=moment)
        missed.delivered, missed.detail = False, MISSED.hint
        note_try(session, missed)
    delivery.due_at = next_due(every, delivery.at, zone, after=now)
