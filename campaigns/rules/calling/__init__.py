"""Calling: when a person may be rung, when again, and who must not be."""
