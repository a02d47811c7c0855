"""Carrier pauses in the store."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from campaigns.store.tables import CarrierPause


def carrier_pause(session: Session, carrier: str, *, now: datetime) -> CarrierPause | None:
    """Return why nothing may be sent to a carrier now, if so."""
    return session.scalar(select(CarrierPause).where(CarrierPause.carrier == carrier, CarrierPause.until > now))


def save_carrier_pause(session: Session, carrier: str, because: str, *, since: datetime, until: datetime) -> None:
    """Pause a carrier, or lengthen its pause; never shorten it."""
    values = {"because": because, "since": since, "until": until}
    statement = insert(CarrierPause).values(carrier=carrier, **values)
    longer = CarrierPause.until < until
    session.execute(statement.on_conflict_do_update(index_elements=["carrier"], set_=values, where=longer))


def end_carrier_pause(session: Session, carrier: str, *, now: datetime) -> None:
    """Forget a pause that is over: the carrier has taken a call since."""
    session.execute(delete(CarrierPause).where(CarrierPause.carrier == carrier, CarrierPause.until <= now))


def is_on_trial(session: Session, carrier: str) -> bool:
    """Tell whether a carrier has not taken a call yet since its last pause."""
    return bool(session.scalar(select(exists().where(CarrierPause.carrier == carrier))))
