"""Use cases of setting up: a floor, a campaign, its script and outcomes, and an operator's own rules."""
