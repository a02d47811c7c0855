"""Gives pages the house: database, carrier, Redis and clock of this process."""

from flask import current_app

from campaigns.house import House


def house() -> House:
    """Return the house of the running app."""
    built: House = current_app.extensions["house"]
    return built
