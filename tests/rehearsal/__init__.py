"""Tests of the shelf `rehearsal`: the whole floor, from the command line."""
