"""Calls in the store: from the dial to its end, calls in, and what stands at the carrier."""
