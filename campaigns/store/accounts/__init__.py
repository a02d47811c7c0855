"""Accounts in the store: where every row ended, and the chain of certificates."""
