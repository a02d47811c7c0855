"""Use cases of the account: drawn at any moment, or frozen and signed."""
