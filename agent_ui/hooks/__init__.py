"""Hooks: the carrier's webhooks, verified before anything else is looked at."""

from agent_ui.hooks.calls import hooks
from agent_ui.hooks.calls_in import calls_in
from agent_ui.hooks.listeners import listeners

__all__ = ["calls_in", "hooks", "listeners"]
