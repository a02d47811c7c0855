"""What a carrier has told of our latest calls, by which is seen whether its webhooks come."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from campaigns.rules.call_states import Direction
from campaigns.store.tables import Call, Campaign, CarrierEvent

WAITS: Final = timedelta(minutes=1)  # a call leaves within so long after it was intended


def heard_of_latest(
    session: Session, carrier: str, *, number: int, since: datetime, until: datetime
) -> list[tuple[datetime, datetime | None]]:
    """Return of the latest calls that a carrier took between two moments when each was sent and last told of."""
    heard = select(func.max(CarrierEvent.received_at)).where(CarrierEvent.call_id == Call.id).scalar_subquery()
    taken = [*_of_late(carrier, since), Call.carrier_call_id.is_not(None), Call.sent_at.between(since, until)]
    latest = select(Call.sent_at, heard).where(*taken).order_by(Call.sent_at.desc()).limit(number)
    return [(sent, told) for sent, told in session.execute(latest) if sent is not None]


def last_heard(session: Session, carrier: str, *, since: datetime) -> datetime | None:
    """Return when a carrier last told of any of our calls that were intended since a moment."""
    told = select(func.max(CarrierEvent.received_at)).join(Call, Call.id == CarrierEvent.call_id)
    return session.scalar(told.where(*_of_late(carrier, since)))


def calls_sent_since(session: Session, carrier: str, since: datetime) -> int:
    """Return how many calls have left for a carrier since a moment, however they stand."""
    return session.scalar(select(func.count()).where(*_of_late(carrier, since - WAITS), Call.sent_at >= since)) or 0


def _of_late(carrier: str, since: datetime) -> list[ColumnElement[bool]]:
    """Calls of ours intended since a moment, by the index of the day."""
    intended = Call.campaign_id.in_(select(Campaign.id)) & (Call.intended_at >= since)
    return [intended, Call.carrier == carrier, Call.direction == Direction.OUT]
