"""Rehearsals in the store: what they begin from, and what came of them."""
