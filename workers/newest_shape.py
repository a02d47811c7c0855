"""Brings a database to where this version expects it: migrations, the shipped areas, the shipped calling hours."""

from campaigns.calling.seed_calling_hours import seed_calling_hours
from campaigns.house import open_house
from campaigns.set_up.load_areas import load_areas
from campaigns.store.migrate import migrate
from config import Settings


def bring_to_newest_shape(settings: Settings) -> None:
    """Apply what is missing; doing it twice is harmless."""
    migrate(settings.database_url)
    house = open_house(settings, pool_size=1)
    try:
        load_areas(house.db)
        seed_calling_hours(house.db)
    finally:
        house.close()
