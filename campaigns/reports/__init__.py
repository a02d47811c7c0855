"""Use cases of reports and tiers: drawn, sent by themselves, and the totals that they stand on."""
