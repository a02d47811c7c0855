"""Dialling in the store: what the dialler sees of a floor, what it decided, and what holds it back."""
