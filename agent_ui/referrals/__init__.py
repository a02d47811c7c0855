"""Referrals: what officers see of problems heard on calls, and do about them."""

from agent_ui.referrals.category_pages import category_pages
from agent_ui.referrals.pages import referrals

blueprints = (referrals, category_pages)
