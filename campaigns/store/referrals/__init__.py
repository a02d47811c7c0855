"""Referrals in the store: problems heard on calls, until the citizen agrees."""
