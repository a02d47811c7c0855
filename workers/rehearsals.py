"""What the settings say of the carrier, for rehearsals: how many calls it takes, and at which price."""

from campaigns.rules.rehearsal.report import Price
from campaigns.rules.rehearsal.world import CarrierRoom
from campaigns.shared.rehearsing import Carrier
from config import Settings
from workers.dialler import WAITING_SECONDS


def rehearsal_carrier(settings: Settings) -> Carrier:
    """Return the carrier as the dialler has it, when nothing slows it down."""
    per_second = min(settings.calls_per_second, settings.number_calls_per_second or settings.calls_per_second)
    lines = min(settings.concurrent_calls, settings.number_concurrent_calls or settings.concurrent_calls)
    waiting = max(1, int(per_second * WAITING_SECONDS))
    price = Price(
        settings.carrier_price_per_minute,
        settings.carrier_price_per_call,
        settings.carrier_currency,
        settings.carrier_price_source,
    )
    return Carrier(CarrierRoom(per_second, lines, waiting), price)
