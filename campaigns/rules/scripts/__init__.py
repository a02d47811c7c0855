"""Scripts: their shape, their faults, and the path that a call takes through them."""
