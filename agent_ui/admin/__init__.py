"""Administrators: the people who may sign in."""
