"""Tests of the shelf `edges`."""
