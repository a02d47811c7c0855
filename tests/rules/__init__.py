"""Tests of the shelf `rules`."""
