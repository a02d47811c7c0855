"""Tests of the shelf `flows`."""
