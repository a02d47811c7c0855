"""What Raabta knows of its carriers."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from campaigns.rules.carrier.limits import Measure
from campaigns.store.tables.shape import Table, Word


class CarrierPause(Table):
    """A carrier, or one caller number of it, to which nothing new is sent until a moment, and why; live calls go on."""

    __tablename__ = "carrier_pauses"
    carrier: Mapped[str] = mapped_column(primary_key=True)
    caller_id: Mapped[str] = mapped_column(primary_key=True, default="")  # "": the whole account
    because: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime]
    trips: Mapped[int] = mapped_column(default=1)  # pauses in a row without a call taken between them


class CarrierSlowdown(Table):
    """To what share of the account's limit a measure was lowered after the carrier showed strain; it rises with time."""

    __tablename__ = "carrier_slowdowns"
    carrier: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[Measure] = mapped_column(Word(Measure), primary_key=True)
    share: Mapped[float]
    because: Mapped[str]
    since: Mapped[datetime]
