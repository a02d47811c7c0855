"""Reports and tiers: what figures tell of areas, groups, answers and hours, and what they must hide."""
