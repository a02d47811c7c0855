"""Hooks: the carrier's webhooks, verified before anything else is looked at."""

from agent_ui.hooks.calls import hooks

__all__ = ["hooks"]
