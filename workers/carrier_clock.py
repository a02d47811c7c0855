"""This machine's clock beside the carrier's: what cannot be undone waits until both agree."""

import time
from email.utils import parsedate_to_datetime
from typing import Final

import httpx

from campaigns.house import House

PATIENCE: Final = 5.0  # wall seconds
MUCH_APART: Final = 3600.0  # wall seconds; a retention ends by the day


def seconds_apart(house: House) -> float | None:
    """Return by how many wall seconds the two differ; None where the carrier does not answer or tells no time."""
    try:
        told = httpx.get(house.settings.carrier_base_url, timeout=PATIENCE).headers.get("date")
        return abs(parsedate_to_datetime(told).timestamp() - time.time()) if told else None
    except (httpx.HTTPError, ValueError):
        return None


def day_is_sure(house: House) -> bool:
    """Tell whether the carrier confirms what day it is."""
    apart = seconds_apart(house)
    return apart is not None and apart <= MUCH_APART
