"""Desks in the store: agent sessions, what a desk shows, and what its agent gives."""
