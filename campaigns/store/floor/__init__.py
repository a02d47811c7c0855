"""The floor in the store: agents, campaigns and numbers as a supervisor sees them."""
