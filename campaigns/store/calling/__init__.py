"""Calling in the store: dated rules, cases, and the queue of those who may be rung now."""
