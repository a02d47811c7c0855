"""Roles of the people who sign in."""

from enum import StrEnum


class Role(StrEnum):
    """Who somebody is to Raabta."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    PROGRAMME = "programme"  # staff of a scheme in one state, district or block: sees its totals and nobody's name
    ADMIN = "admin"
