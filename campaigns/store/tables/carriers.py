"""What Raabta knows of its carriers."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from campaigns.store.tables.shape import Table


class CarrierPause(Table):
    """A carrier to which nothing new is sent until a moment, and why; live calls go on."""

    __tablename__ = "carrier_pauses"
    carrier: Mapped[str] = mapped_column(primary_key=True)
    because: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
