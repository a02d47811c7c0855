"""Referrals: what kinds of problem there are, who must solve them, and the call that confirms it."""
