"""Roles of the people who sign in."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to Raabta."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    ADMIN = "admin"
