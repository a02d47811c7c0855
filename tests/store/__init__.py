"""Tests of the shelf `store`."""
