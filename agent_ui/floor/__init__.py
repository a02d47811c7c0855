"""The floor: what supervisors see now."""
