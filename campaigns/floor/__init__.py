"""Use cases of the floor: what a supervisor does, and what she is told."""
