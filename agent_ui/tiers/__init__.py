"""Tiers: what a state, a district or a block sees of a campaign, down to the next one."""

from agent_ui.tiers.entitled_pages import entitled
from agent_ui.tiers.pages import tiers

blueprints = (tiers, entitled)
