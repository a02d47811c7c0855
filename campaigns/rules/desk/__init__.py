"""The desk: an agent's breaks, keys and outcomes, and what she may take back."""
