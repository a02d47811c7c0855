"""Tiers: what a state, a district or a block sees of a campaign, down to the next one."""
