"""`raabta count-anew`: counts campaigns again whose totals the doctor has found wrong."""

import sys

import click

from campaigns.house import open_house
from campaigns.reports.count_campaigns_anew import count_campaigns_anew
from config import read_settings


@click.command("count-anew")
def count_anew() -> None:
    """Compare all totals with all cases, and count those campaigns anew that differ. Calls go on meanwhile."""
    house = open_house(read_settings(), pool_size=1)
    try:
        counted = count_campaigns_anew(house.db)
    finally:
        house.close()
    for campaign_id, done in counted.items():
        click.echo(f"{campaign_id}: {'counted anew' if done else 'busy just now, run this again'}")
    if not counted:
        click.echo("All totals are right.")
    sys.exit(0 if all(counted.values()) else 1)
